import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const nombre = (n: number, un: string, plusieurs: string) => plural('fr', n, un, plusieurs);
const count = (n: number, one: string, other: string) => plural('en', n, one, other);
const quoted = {
  fr: (name: string) => name && `« ${name} »`,
  en: (name: string) => name && `“${name}”`,
};

const fr = french({
  title: 'À faire',
  quiet: 'Rien ne vous attend aujourd’hui. Bonne journée au comptoir !',
  firstName: 'Prénom',
  late: 'À faire sans tarder',
  by: (day: string) => `d’ici le ${day}`,
  names: (names: string, more: number) =>
    more > 0 && names ? `${names} et ${nombre(more, 'autre', 'autres')}` : names,
  kinds: {
    request_due: {
      title: (n: number) =>
        nombre(n, 'demande de droits à répondre', 'demandes de droits à répondre'),
      text: (_: string): string => 'La loi donne un mois à compter de la réception.',
    },
    erasure_to_approve: {
      title: (n: number) => nombre(n, 'effacement à approuver', 'effacements à approuver'),
      text: (_: string): string => 'Rien n’est effacé avant votre accord.',
    },
    retention_stopped: {
      title: (n: number) => nombre(n, 'suppression suspendue', 'suppressions suspendues'),
      text: (_: string): string =>
        'Bien plus que prévu allait partir : vérifiez avant de continuer.',
    },
    import_failed: {
      title: (n: number) => nombre(n, 'import interrompu', 'imports interrompus'),
      text: quoted.fr,
    },
    import_to_match: {
      title: (n: number) => nombre(n, 'import à préparer', 'imports à préparer'),
      text: (name: string) => `Dites ce que contiennent les colonnes. ${quoted.fr(name)}`.trim(),
    },
    import_to_confirm: {
      title: (n: number) => nombre(n, 'import à confirmer', 'imports à confirmer'),
      text: (name: string) =>
        `Le fichier est vérifié, rien n’est écrit encore. ${quoted.fr(name)}`.trim(),
    },
    export_failed: {
      title: (n: number) => nombre(n, 'export a échoué', 'exports ont échoué'),
      text: (_: string): string => 'Demandez-le à nouveau depuis la liste des clients.',
    },
    campaign_stopped: {
      title: (n: number) =>
        nombre(n, 'campagne arrêtée en cours d’envoi', 'campagnes arrêtées en cours d’envoi'),
      text: quoted.fr,
    },
    campaign_ready: {
      title: (n: number) => nombre(n, 'campagne prête à partir', 'campagnes prêtes à partir'),
      text: quoted.fr,
    },
    quota_near: {
      title: (_: number): string => 'La limite de la formule approche',
      text: (resource: string) => `Bientôt atteinte : ${resource}.`,
    },
    reward_ending: {
      title: (_: number): string => 'Une récompense se termine',
      text: quoted.fr,
    },
    stock_low: {
      title: (n: number) => `Plus que ${nombre(n, 'récompense', 'récompenses')} en stock`,
      text: quoted.fr,
    },
    program_ending: {
      title: (_: number): string => 'Dernier jour pour un programme fermé',
      text: (name: string) => `Ensuite, plus aucune récompense. ${quoted.fr(name)}`.trim(),
    },
    units_expiring: {
      title: (n: number) =>
        nombre(n, 'client va perdre des unités', 'clients vont perdre des unités'),
      text: (_: string): string => 'Dans les sept jours, s’ils ne reviennent pas.',
    },
    birthday: {
      title: (n: number) => nombre(n, 'anniversaire aujourd’hui', 'anniversaires aujourd’hui'),
    },
  },
});

const en: typeof fr = {
  title: 'To do',
  quiet: 'Nothing is waiting for you today. Have a good day at the counter!',
  firstName: 'First name',
  late: 'Without delay',
  by: (day) => `by ${day}`,
  names: (names, more) =>
    more > 0 && names ? `${names} and ${count(more, 'other', 'others')}` : names,
  kinds: {
    request_due: {
      title: (n) => count(n, 'privacy request to answer', 'privacy requests to answer'),
      text: () => 'The law gives one month from receipt.',
    },
    erasure_to_approve: {
      title: (n) => count(n, 'erasure to approve', 'erasures to approve'),
      text: () => 'Nothing is erased before you agree.',
    },
    retention_stopped: {
      title: (n) => count(n, 'deletion on hold', 'deletions on hold'),
      text: () => 'Far more than announced was about to go: check before it goes on.',
    },
    import_failed: {
      title: (n) => count(n, 'import broke off', 'imports broke off'),
      text: quoted.en,
    },
    import_to_match: {
      title: (n) => count(n, 'import to prepare', 'imports to prepare'),
      text: (name) => `Say what its columns hold. ${quoted.en(name)}`.trim(),
    },
    import_to_confirm: {
      title: (n) => count(n, 'import to confirm', 'imports to confirm'),
      text: (name) => `The file is checked, nothing is written yet. ${quoted.en(name)}`.trim(),
    },
    export_failed: {
      title: (n) => count(n, 'export failed', 'exports failed'),
      text: () => 'Ask for it again from the list of customers.',
    },
    campaign_stopped: {
      title: (n) => count(n, 'campaign stopped while sending', 'campaigns stopped while sending'),
      text: quoted.en,
    },
    campaign_ready: {
      title: (n) => count(n, 'campaign ready to send', 'campaigns ready to send'),
      text: quoted.en,
    },
    quota_near: {
      title: () => 'The limit of the plan is near',
      text: (resource) => `Soon reached: ${resource}.`,
    },
    reward_ending: { title: () => 'A reward ends', text: quoted.en },
    stock_low: {
      title: (n) => `Only ${count(n, 'reward', 'rewards')} left in stock`,
      text: quoted.en,
    },
    program_ending: {
      title: () => 'A closed programme ends for good',
      text: (name) => `After that, no more rewards. ${quoted.en(name)}`.trim(),
    },
    units_expiring: {
      title: (n) =>
        count(n, 'customer is about to lose units', 'customers are about to lose units'),
      text: () => 'Within seven days, unless they come back.',
    },
    birthday: { title: (n) => count(n, 'birthday today', 'birthdays today') },
  },
};

export const agendaTexts = { fr, en };
