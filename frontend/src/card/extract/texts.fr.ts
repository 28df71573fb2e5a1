import { french } from '../../i18n/typography';

const texts = {
  heading: 'Vos données',
  body: (merchant: string) =>
    `${merchant} a préparé le fichier de tout ce qui est conservé sur vous.`,
  inside:
    'C’est une archive zip. Ouvrez-y index.html pour tout lire ; les autres fichiers se reprennent dans un tableur ou un autre logiciel.',
  once: (until: string) =>
    `Ce lien sert une seule fois, jusqu’au ${until}. Il ne vaut que pour vous.`,
  download: 'Télécharger',
  file: 'mes-donnees.zip',
  done: 'Le fichier est téléchargé',
  doneBody:
    'Le lien a servi. Gardez le fichier en lieu sûr : il contient vos données personnelles.',
  brokeOff: 'Le téléchargement s’est interrompu. Votre lien reste valable : réessayez.',
  used: {
    title: 'Ce lien a déjà servi',
    body: (at: string) =>
      `Le fichier a été téléchargé le ${at}. Si ce n’était pas vous, prévenez le commerce ; il peut créer un nouveau lien.`,
  },
  expired: {
    title: 'Ce lien a expiré',
    body: 'Le fichier n’est conservé que sept jours. Demandez-en un nouveau au commerce.',
  },
  unknown: {
    title: 'Ce lien n’existe pas',
    body: 'L’adresse est peut-être incomplète, ou un lien plus récent l’a remplacé.',
  },
  busy: {
    title: 'Le fichier est en cours de téléchargement',
    body: 'Réessayez dans deux minutes si rien n’arrive.',
  },
};

export type ExtractTexts = typeof texts;

export const fr: ExtractTexts = french(texts);
