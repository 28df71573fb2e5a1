import { plural } from '../../i18n/format';
import { french } from '../../i18n/typography';

const texts = {
  title: 'Menu',
  signedInAs: (name: string, role: string) => `${name} · ${role}`,
  queue: 'Envois en attente',
  desk: 'Ouvrir le bureau',
  switchMerchant: 'Changer de commerce',
  language: 'Langue',
  languages: { fr: 'Français', en: 'English' },
  appearance: 'Apparence',
  themes: { system: 'Comme l’appareil', light: 'Claire', dark: 'Sombre' },
  update: 'Nouvelle version prête : recharger',
  signOut: 'Se déconnecter',
  handOver: 'Passer la main',
  signOutPending: (n: number) =>
    `${plural('fr', n, 'opération n’est pas encore envoyée', 'opérations ne sont pas encore envoyées')}. Elles restent sur cet appareil et partiront à votre prochaine connexion ici.`,
  signOutAnyway: 'Se déconnecter quand même',
  signOutFailed: 'La déconnexion n’a pas pu être faite. Réessayez avec du réseau.',
};

export type MenuTexts = typeof texts;

export const fr: MenuTexts = french(texts);
