import type { CardTexts } from './texts.fr';

export const en: CardTexts = {
  loading: 'Loading…',
  retry: 'Try again',
  close: 'Close',
  skip: 'Skip to content',
  language: 'Language',
  languages: { fr: 'Français', en: 'English' },
  title: (merchant) => `${merchant} · loyalty card`,
  poweredBy: 'Card kept with Mon Carnet Client',
  progress: (units, slots) => `${units} out of ${slots}`,
  rewardFor: (units, name) => `${units} = ${name}`,
  problem: {
    title: 'This page could not be shown',
    offline: 'You are offline. Try again once connected.',
    unreachable: 'The service does not answer. Check your connection, then try again.',
    unavailable: 'The service is briefly unavailable. Try again in a moment.',
    tooMany: 'Too many attempts in a row. Wait a few minutes, then try again.',
    closedProgram: 'This programme has just ended: it takes no new cards.',
    noRoom: 'This shop cannot create a new card for now. Ask at the counter.',
    fields: 'Correct the fields marked, then try again.',
    unknown: 'Something unexpected happened. Nothing was created; try again.',
  },
  notFound: {
    title: 'This page does not exist',
    body: 'The address may be incomplete. Scan the shop’s poster again.',
  },
};
