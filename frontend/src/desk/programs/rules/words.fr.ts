import { plural } from '../../../i18n/format';
import { french } from '../../../i18n/typography';
import type { SayWords } from './say';

const list = (parts: string[]) => new Intl.ListFormat('fr', { type: 'conjunction' }).format(parts);

const TIMES: Record<number, [string, string]> = {
  200: ['doublé', 'le double'],
  300: ['triplé', 'le triple'],
};

export const fr: SayWords = french({
  list,
  perVisit: (units) => `${units} par visite`,
  perCoin: (units) => `${units} par euro`,
  perAmount: (units, amount) => `${units} par tranche de ${amount}`,
  perItem: (units, item) => `${units} pour « ${item} »`,
  perItems: (count) => `des points propres à ${plural('fr', count, 'article', 'articles')}`,
  nothing: 'Rien n’est gagné pour l’instant',
  percent: (percent, { many, named }) => {
    const words = TIMES[percent];
    if (!words) return percent > 100 ? `+\u00a0${percent - 100} %` : `${percent} %`;
    return named ? words[1] : words[0] + (many ? 's' : '');
  },
  more: (units) => `${units} de plus`,
  always: 'en permanence',
  rounding: {
    down: 'Les fractions sont arrondies en dessous.',
    nearest: 'Les fractions sont arrondies au plus proche.',
    up: 'Les fractions sont arrondies au-dessus.',
  },
  minimum: (amount) => `À partir de ${amount} d’achat.`,
  wait: (duration) => `Il faut ${duration} entre deux visites.`,
  noWait: 'Pas d’attente entre deux visites.',
  dailyCap: (units) => `Une carte reçoit au plus ${units} par jour.`,
  monthlyCap: (units) => `Une carte reçoit au plus ${units} par mois.`,
  caps: (day, month) => `Une carte reçoit au plus ${day} par jour et ${month} par mois.`,
  noCap: 'Pas de limite par jour.',
  atOnce: (units) => `Au comptoir, on donne au plus ${units} à la fois.`,
  pending: (days) => `Utilisable ${days} après l’achat.`,
  expiry: {
    none: 'Rien n’expire.',
    after: (months) => `Tout expire ${months} après avoir été gagné, à la fin du mois.`,
    fixed: (day) => `Tout expire chaque année le ${day}.`,
    inactivity: (months) => `Tout expire après ${months} sans passage.`,
  },
  warn: (days) => `Le client est prévenu ${days} avant.`,
  tiers: (levels, months) =>
    `Niveaux, comptés ${months ? `sur ${months} glissants` : 'depuis l’inscription'} : ${levels}.`,
  tier: (name, from, bonus) => `${name} dès ${from}${bonus ? ` (${bonus})` : ''}`,
  sponsorship: (sponsor, friend) =>
    `Parrainage : ${sponsor} au parrain et ${friend} au filleul, à son premier passage.`,
  locations: (names) => `Valable seulement ici : ${names}.`,
  redeemValue: (units, value) => `${units} valent ${value} en caisse.`,
  redeemMinimum: (units) => `On peut en utiliser à partir de ${units}.`,
  minutes: (n) => plural('fr', n, 'minute', 'minutes'),
  hours: (n) => plural('fr', n, 'heure', 'heures'),
  days: (n) => plural('fr', n, 'jour', 'jours'),
  months: (n) => `${n} mois`,
  and: (first, second) => `${first} et ${second}`,
  when: {
    day: (name) => `le ${name}`,
    days: (names) => list(names.map((name) => `le ${name}`)),
    range: (first, last) => `du ${first} au ${last}`,
    hour: (hours, minutes) => `${hours} h${minutes ? ` ${String(minutes).padStart(2, '0')}` : ''}`,
    between: (from, to) => `de ${from} à ${to}`,
    from: (time) => `à partir de ${time}`,
    until: (time) => `jusqu’à ${time}`,
    birthdayMonth: 'le mois de l’anniversaire',
    firstVisit: 'à la première visite',
    dates: (from, until) => `du ${from} au ${until}`,
    fromDate: (date) => `à partir du ${date}`,
    untilDate: (date) => `jusqu’au ${date}`,
  },
});
