import type { fr } from './texts.fr';

export const en: typeof fr = {
  title: {
    photo: 'Crop the photo',
    logo: 'Crop the logo',
    background: 'Crop the background',
  },
  frame: 'Frame of the picture',
  how: 'Move the picture with the mouse, a finger or the arrow keys; zoom with + and −.',
  opening: 'Opening the picture…',
  zoom: 'Size',
  turn: 'Turn',
  cancel: 'Cancel',
  use: 'Use this picture',
  unreadable: 'This picture cannot be read. Choose a JPEG, PNG or WebP photo.',
  large: 'This picture is larger than 40 MB. Choose a lighter one.',
};
