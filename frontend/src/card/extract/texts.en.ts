import type { ExtractTexts } from './texts.fr';

export const en: ExtractTexts = {
  heading: 'Your data',
  body: (merchant) => `${merchant} has prepared the file of everything that is kept about you.`,
  inside:
    'It is a zip archive. Open its index.html to read it all; a spreadsheet or another program takes the other files.',
  once: (until) => `This link works once, until ${until}. It is for you alone.`,
  download: 'Download',
  file: 'my-data.zip',
  done: 'The file has been downloaded',
  doneBody: 'The link has been used. Keep the file in a safe place: it holds your personal data.',
  brokeOff: 'The download broke off. Your link still works: try again.',
  used: {
    title: 'This link has been used',
    body: (at) =>
      `The file was downloaded on ${at}. If that was not you, tell the shop; it can make a new link.`,
  },
  expired: {
    title: 'This link has expired',
    body: 'The file is kept for seven days only. Ask the shop for a new one.',
  },
  unknown: {
    title: 'There is no such link',
    body: 'The address may be incomplete, or a newer link has replaced it.',
  },
  busy: {
    title: 'The file is being downloaded',
    body: 'Try again in two minutes if nothing arrives.',
  },
};
