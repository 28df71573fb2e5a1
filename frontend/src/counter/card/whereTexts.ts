import { french } from '../../i18n/typography';

const fr = french({
  title: 'Où êtes-vous ?',
  text: 'Ce programme n’est valable qu’à certains endroits. Dites où se trouve ce comptoir : il s’en souviendra tant que cet onglet est ouvert.',
  loading: 'Chargement des lieux',
  none: 'Aucun lieu n’est enregistré. Un gérant peut en ajouter dans le bureau.',
});

export const whereTexts = {
  fr,
  en: {
    title: 'Where are you?',
    text: 'This programme is valid at some places only. Say where this counter stands: it is remembered for as long as this tab is open.',
    loading: 'Loading the places',
    none: 'No place is on record. A manager can add one in the office.',
  } satisfies typeof fr,
};
