import { french } from '../../i18n/typography';

export const fr = french({
  title: {
    photo: 'Cadrer la photo',
    logo: 'Cadrer le logo',
    background: 'Cadrer l’image de fond',
  },
  frame: 'Cadre de l’image',
  how: 'Déplacez l’image avec la souris, le doigt ou les flèches ; agrandissez avec + et −.',
  opening: 'Ouverture de l’image…',
  zoom: 'Taille',
  turn: 'Tourner',
  cancel: 'Annuler',
  use: 'Utiliser cette image',
  unreadable: 'Cette image ne peut pas être lue. Choisissez une photo JPEG, PNG ou WebP.',
  large: 'Cette image dépasse 40 Mo. Choisissez-en une plus légère.',
});
