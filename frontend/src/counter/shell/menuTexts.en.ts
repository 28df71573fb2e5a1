import { plural } from '../../i18n/format';
import type { MenuTexts } from './menuTexts.fr';

export const en: MenuTexts = {
  title: 'Menu',
  signedInAs: (name, role) => `${name} · ${role}`,
  queue: 'Waiting to be sent',
  desk: 'Open the desk',
  switchMerchant: 'Change business',
  language: 'Language',
  languages: { fr: 'Français', en: 'English' },
  appearance: 'Appearance',
  themes: { system: 'As the device', light: 'Light', dark: 'Dark' },
  update: 'New version ready: reload',
  signOut: 'Sign out',
  handOver: 'Hand over',
  signOutPending: (n) =>
    `${plural('en', n, 'operation has', 'operations have')} not been sent yet. They stay on this device and will be sent when you next sign in here.`,
  signOutAnyway: 'Sign out anyway',
  signOutFailed: 'Signing out did not work. Try again with a network.',
};
