/** Starting points per trade: colours that pass the contrast check, a fitting stamp, a usual first reward. */

export const TEMPLATES = [
  'bakery',
  'cafe',
  'hair',
  'flowers',
  'grocery',
  'restaurant',
  'beauty',
  'books',
  'plain',
] as const;
export type TemplateName = (typeof TEMPLATES)[number];

export const STAMPS = [
  'croissant',
  'cup',
  'scissors',
  'flower',
  'leaf',
  'heart',
  'star',
  'pizza',
  'paw',
  'bottle',
  'book',
  'bike',
] as const;
export type Stamp = (typeof STAMPS)[number];

export interface Design {
  template: TemplateName;
  background: string;
  foreground: string;
  accent: string;
  stamp: Stamp;
}

interface Start {
  design: Omit<Design, 'template'>;
  cost: number;
  cooldown_minutes: number;
}

const HOUR = 60;

const starts: Record<TemplateName, Start> = {
  bakery: {
    design: { background: '#7a3b12', foreground: '#fff6e9', accent: '#f2b263', stamp: 'croissant' },
    cost: 10,
    cooldown_minutes: 2 * HOUR,
  },
  cafe: {
    design: { background: '#2b211c', foreground: '#f7efe6', accent: '#d8a26b', stamp: 'cup' },
    cost: 10,
    cooldown_minutes: HOUR,
  },
  hair: {
    design: { background: '#31304d', foreground: '#f4f2ff', accent: '#e7a6b5', stamp: 'scissors' },
    cost: 6,
    cooldown_minutes: 24 * HOUR,
  },
  flowers: {
    design: { background: '#f6dfe3', foreground: '#5a1f3a', accent: '#b8446d', stamp: 'flower' },
    cost: 8,
    cooldown_minutes: 4 * HOUR,
  },
  grocery: {
    design: { background: '#1f4d36', foreground: '#f1f7ec', accent: '#a8d06c', stamp: 'leaf' },
    cost: 12,
    cooldown_minutes: 4 * HOUR,
  },
  restaurant: {
    design: { background: '#7d1f24', foreground: '#fff3ea', accent: '#f0b95b', stamp: 'pizza' },
    cost: 10,
    cooldown_minutes: 4 * HOUR,
  },
  beauty: {
    design: { background: '#f3e9e2', foreground: '#4a2c36', accent: '#a85f72', stamp: 'heart' },
    cost: 6,
    cooldown_minutes: 24 * HOUR,
  },
  books: {
    design: { background: '#17395c', foreground: '#f3f7fb', accent: '#e8c46a', stamp: 'book' },
    cost: 10,
    cooldown_minutes: 2 * HOUR,
  },
  plain: {
    design: { background: '#ffffff', foreground: '#1d2430', accent: '#2f5bd0', stamp: 'star' },
    cost: 10,
    cooldown_minutes: 2 * HOUR,
  },
};

export function start(template: TemplateName): Start & { design: Design } {
  const found = starts[template];
  return { ...found, design: { template, ...found.design } };
}
