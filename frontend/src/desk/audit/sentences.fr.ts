import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';
import { count, type Sentences, word } from './facts';

const rows = (n: number | null) => (n === null ? '' : ` (${plural('fr', n, 'ligne', 'lignes')})`);

const LISTS: Record<string, string> = {
  balances: 'de soldes',
  cards: 'de cartes',
  customers: 'de clients',
  duplicates: 'de doublons',
  entries: 'de mouvements',
  events: 'du fil des changements',
  import_rows: 'de lignes d’import',
  merges: 'de fusions',
};
const FILES: Record<string, string> = {
  cards: 'les cartes',
  customers: 'les clients',
  entries: 'l’historique des cartes',
};
const file = (what: string) => FILES[what] ?? 'une liste';

const ROLES: Record<string, string> = {
  owner: 'propriétaire',
  manager: 'gérant',
  cashier: 'caissier',
  auditor: 'auditeur',
};
const role = (name: string) => (ROLES[name] ? ` (${ROLES[name]})` : '');

/** Each action as one would tell it; who did it stands first. */
export const fr: Sentences = french({
  'alert.explained': ({ who }) => `${who} a expliqué une heure inhabituelle`,
  'alert.raised': () => 'Une heure inhabituelle a été signalée',
  'alert.reopened': ({ who }) => `${who} a rouvert une heure inhabituelle`,
  'alert.settings_changed': ({ who }) => `${who} a changé le seuil des heures inhabituelles`,
  'api_key.created': ({ who }) => `${who} a créé une clé d’API`,
  'api_key.revoked': ({ who }) => `${who} a révoqué une clé d’API`,
  'audit.downloaded': ({ who }) => `${who} a téléchargé le journal`,
  'audit.shortened': ({ facts }) =>
    `Le début du journal, échu, a été effacé${rows(count(facts, 'events'))}`,
  'campaign.cancelled': ({ who }) => `${who} a annulé une campagne`,
  'campaign.changed': ({ who }) => `${who} a modifié une campagne`,
  'campaign.created': ({ who }) => `${who} a commencé une campagne`,
  'campaign.done': () => 'Une campagne est partie en entier',
  'campaign.removed': ({ who }) => `${who} a supprimé un brouillon de campagne`,
  'campaign.resumed': ({ who }) => `${who} a repris une campagne`,
  'campaign.scheduled': ({ who }) => `${who} a programmé une campagne`,
  'campaign.sent': ({ who }) => `${who} a envoyé une campagne`,
  'campaign.settings_changed': ({ who }) => `${who} a changé le rythme des campagnes`,
  'campaign.stopped': () => 'Une campagne s’est arrêtée',
  'card.activated': ({ who }) => `${who} a réactivé une carte gelée`,
  'card.closed': ({ who }) => `${who} a clôturé une carte`,
  'card.issued': ({ who, kind }) =>
    kind === 'holder' ? 'Un client a pris une carte lui-même' : `${who} a remis une carte`,
  'card.page_link_renewed': ({ who }) => `${who} a renouvelé le lien d’une carte`,
  'card.replaced': ({ who }) => `${who} a remplacé une carte perdue`,
  'card.terms_accepted': () => 'Un client a accepté les conditions d’un programme',
  'card.tier_changed': () => 'Une carte a changé de niveau',
  'checkout.created': ({ who }) => `${who} a commencé un abonnement`,
  'consent.given': ({ who }) => `${who} a enregistré un accord`,
  'consent.withdrawn': ({ who }) => `${who} a enregistré un retrait d’accord`,
  'customer.adult_verified': ({ who }) => `${who} a vérifié la majorité d’un client`,
  'customer.changed': ({ who, facts }) => {
    const fields = count(facts, 'fields');
    return `${who} a modifié une fiche client${fields === null ? '' : ` (${plural('fr', fields, 'champ', 'champs')})`}`;
  },
  'customer.created': ({ who }) => `${who} a ajouté un client`,
  'customer.import_undone': ({ who }) => `${who} a rendu à une fiche son état d’avant un import`,
  'customer.identified': ({ who }) => `${who} a remis à un client un code pour « mes données »`,
  'customer.imported': ({ who }) => `${who} a importé une fiche client`,
  'customer.erased': () => 'Les données d’un client ont été effacées',
  'erasure.asked': ({ who }) => `${who} a demandé l’effacement d’un client`,
  'erasure.approved': ({ who }) => `${who} a approuvé un effacement`,
  'erasure.done': () => 'Un effacement a été vérifié et est terminé',
  'erasure.refused': ({ who }) => `${who} a refusé un effacement`,
  'erasure.rule_changed': ({ who }) => `${who} a changé qui doit approuver les effacements`,
  'customer.merged': ({ who }) => `${who} a fusionné deux fiches client`,
  'customer.objected': ({ who }) => `${who} a enregistré une opposition`,
  'customer.rectified': ({ who }) => `${who} a rectifié ses propres données`,
  'customer.removed': ({ who }) => `${who} a retiré une fiche importée`,
  'customer.restricted': ({ who }) => `${who} a limité l’utilisation des données d’un client`,
  'customer.unmerged': ({ who }) => `${who} a annulé une fusion`,
  'customer.unrestricted': ({ who }) => `${who} a levé une limitation`,
  'device.created': ({ who }) => `${who} a ajouté un appareil de comptoir`,
  'device.paired': () => 'Un appareil de comptoir a été associé',
  'device.revoked': ({ who }) => `${who} a révoqué un appareil de comptoir`,
  'duplicate.dismissed': ({ who }) => `${who} a indiqué que deux fiches sont deux personnes`,
  'duplicate.restored': ({ who }) => `${who} a remis deux fiches parmi les doublons possibles`,
  'export.created': ({ who, facts }) => `${who} a demandé un export : ${file(word(facts, 'what'))}`,
  'export.downloaded': ({ who, facts }) =>
    `${who} a téléchargé un export : ${file(word(facts, 'what'))}${rows(count(facts, 'rows'))}`,
  'export.ready': ({ facts }) =>
    `Un export est prêt : ${file(word(facts, 'what'))}${rows(count(facts, 'rows'))}`,
  'extract.created': ({ who }) => `${who} a demandé le fichier des données d’un client`,
  'extract.downloaded': ({ who, kind }) =>
    kind === 'holder'
      ? 'Un client a téléchargé le fichier de ses données'
      : `${who} a téléchargé le fichier des données d’un client`,
  'extract.linked': ({ who }) => `${who} a créé le lien d’un client vers ses données`,
  'extract.ready': () => 'Le fichier des données d’un client est prêt',
  'hold.lifted': ({ who }) => `${who} a levé un gel de données`,
  'hold.placed': ({ who }) => `${who} a gelé des données`,
  'import.cancelled': ({ who }) => `${who} a arrêté un import`,
  'import.done': () => 'Un import est terminé',
  'import.mapped': ({ who }) => `${who} a choisi les colonnes d’un import`,
  'import.rejects_downloaded': ({ who }) => `${who} a téléchargé les lignes refusées d’un import`,
  'import.run': ({ who, facts }) => `${who} a lancé un import${rows(count(facts, 'rows'))}`,
  'import.undoing': ({ who }) => `${who} a demandé d’annuler un import`,
  'import.undone': () => 'Un import a été annulé',
  'import.uploaded': ({ who }) => `${who} a déposé un fichier à importer`,
  'invitation.accepted': ({ who }) => `${who} a rejoint l’équipe`,
  'invitation.reminded': ({ who }) => `${who} a renvoyé une invitation`,
  'invitation.revoked': ({ who }) => `${who} a annulé une invitation`,
  'invitation.sent': ({ who, facts }) =>
    `${who} a invité quelqu’un dans l’équipe${role(word(facts, 'role'))}`,
  'list.read': ({ who, facts }) =>
    `${who} a lu en un jour plus de ${plural('fr', count(facts, 'more_than') ?? 0, 'ligne', 'lignes')} ${LISTS[word(facts, 'what')] ?? ''}`.trim(),
  'location.changed': ({ who }) => `${who} a modifié un lieu`,
  'location.created': ({ who }) => `${who} a ajouté un lieu`,
  'location.removed': ({ who }) => `${who} a supprimé un lieu`,
  'member.left': ({ who }) => `${who} a quitté l’équipe`,
  'member.places_changed': ({ who }) => `${who} a changé les lieux d’un membre`,
  'member.removed': ({ who }) => `${who} a retiré un membre de l’équipe`,
  'member.appointed': ({ who }) => `${who} a nommé un propriétaire`,
  'member.role_changed': ({ who, facts }) =>
    `${who} a changé le rôle d’un membre${role(word(facts, 'after'))}`,
  'program.image_sent': ({ who }) => `${who} a envoyé une image de fond`,
  'merchant.changed': ({ who }) => `${who} a modifié les réglages du commerce`,
  'merchant.closed': ({ who }) => `${who} a fermé le compte du commerce`,
  'merchant.created': ({ who }) => `${who} a ouvert le carnet`,
  'merchant.purge_asked': ({ who }) => `${who} a demandé que tout soit effacé`,
  'merchant.purged': ({ facts }) => `Tout a été effacé${rows(count(facts, 'rows'))}`,
  'merchant.reopened': ({ who }) => `${who} a rouvert le compte du commerce`,
  'merchant.takeout_waived': ({ who }) => `${who} ne veut pas de copie des données`,
  'pin.locked': () => 'Un code PIN a été bloqué après trop d’essais',
  'pin.removed': ({ who }) => `${who} a supprimé le code PIN d’un membre`,
  'pin.set': ({ who }) => `${who} a défini un code PIN`,
  'plan.chosen': ({ who }) => `${who} a choisi ce qui reste actif dans une formule plus petite`,
  'plan.fitted': () => 'Ce qui est actif a été ajusté à la formule',
  'retention.chosen': ({ who }) => `${who} a changé une durée de conservation`,
  'retention.cleared': ({ facts }) =>
    `Des données échues ont été effacées${rows(count(facts, 'rows'))}`,
  'retention.released': ({ who }) => `${who} a laissé reprendre un effacement automatique`,
  'retention.stopped': () => 'Un effacement automatique s’est arrêté de lui-même',
  'plan.granted': () => 'L’hébergeur a offert une formule',
  'plan.revoked': () => 'L’hébergeur a retiré la formule offerte',
  'program.activated': ({ who }) => `${who} a activé un programme`,
  'program.archived': ({ who }) => `${who} a archivé un programme`,
  'program.changed': ({ who }) => `${who} a modifié un programme`,
  'program.closing': ({ who }) => `${who} a annoncé la clôture d’un programme`,
  'program.created': ({ who }) => `${who} a créé un programme`,
  'request.answered': ({ who }) => `${who} a répondu à une demande RGPD`,
  'request.approved': ({ who }) => `${who} a approuvé une demande RGPD`,
  'request.code_sent': ({ who }) => `${who} a fait envoyer un code pour vérifier qui demande`,
  'request.created': ({ who }) => `${who} a enregistré une demande RGPD`,
  'request.done': ({ who }) => `${who} a terminé le traitement d’une demande RGPD`,
  'request.escalated': () => 'Une réclamation n’a pas pu être annoncée aux propriétaires',
  'request.executed': ({ who }) => `${who} a lancé le traitement d’une demande RGPD`,
  'request.extended': ({ who }) => `${who} a prolongé une demande RGPD de deux mois`,
  'request.failed': () => 'Le traitement d’une demande RGPD a échoué',
  'request.feed_changed': ({ who }) => `${who} a modifié le calendrier des demandes RGPD`,
  'request.forwarded': () => 'L’hébergeur du service a transmis une demande RGPD',
  'request.identified': ({ who }) => `${who} a vérifié qui fait une demande RGPD`,
  'request.linked': ({ who }) => `${who} a rattaché une demande RGPD à un client`,
  'request.planned': ({ who }) => `${who} a établi le plan d’une demande RGPD`,
  'request.qualified': ({ who }) => `${who} a précisé le droit d’une demande RGPD`,
  'request.refused': ({ who }) => `${who} a refusé une demande RGPD`,
  'request.restarted': ({ who }) => `${who} a relancé le traitement d’une demande RGPD`,
  'request.waiting': () => 'Une demande RGPD attend un prestataire',
  'restriction.announced': ({ who }) => `${who} a informé un client de la levée de sa limitation`,
  'subscription.changed': ({ who }) => `${who} a modifié l’abonnement`,
  'subscription.repaired': () => 'L’abonnement a été remis en accord avec Stripe',
  'takeout.created': ({ who }) => `${who} a demandé le fichier de toutes les données`,
  'takeout.downloaded': ({ who, facts }) =>
    `${who} a téléchargé toutes les données${rows(count(facts, 'rows'))}`,
  'takeout.ready': ({ facts }) =>
    `Le fichier de toutes les données est prêt${rows(count(facts, 'rows'))}`,
  'takeout.taken_in': ({ facts }) =>
    `Les données d’un autre hébergeur ont été reprises${rows(count(facts, 'rows'))}`,
  'takeout.uploaded': ({ who }) => `${who} a envoyé les données d’un autre hébergeur`,
  'usage.put_right': () => 'Un compteur de la formule a été corrigé',
});
