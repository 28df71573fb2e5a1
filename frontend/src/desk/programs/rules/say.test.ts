import { describe, expect, it } from 'vitest';
import type { Bonus, BonusWhen, Rules } from '../../../api/types';
import { sayer } from './say';
import { points, stamps } from './usual';

const fr = sayer('fr', { kind: 'points' }, 'EUR');
const en = sayer('en', { kind: 'points' }, 'EUR');

const always: BonusWhen = {
  weekdays: null,
  from: null,
  to: null,
  birthday_month: false,
  first_visit: false,
  valid_from: null,
  valid_until: null,
};
const bonus = (when: Partial<BonusWhen>, gift: Partial<Bonus> = { percent: 200 }): Bonus => ({
  name: 'Bonus',
  percent: null,
  units: null,
  ...gift,
  when: { ...always, ...when },
});
const quiet = bonus({ weekdays: [2], from: '14:00', to: '17:00' });
const rules = (changes: Partial<Rules> = {}): Rules => ({ ...points, ...changes });

describe('what earns', () => {
  it('is said as one would say it', () => {
    expect(fr.earning(rules({ bonuses: [quiet] }))).toBe(
      '1 point par euro, doublé le mardi de 14 h à 17 h.',
    );
    expect(en.earning(rules({ bonuses: [quiet] }))).toBe(
      '1 point per euro, doubled on Tuesdays from 14:00 to 17:00.',
    );
  });

  it('agrees in number, and knows no gender of a name it was given', () => {
    const per_amount = { units: 2, per: 100 };
    expect(fr.earning(rules({ per_amount, bonuses: [quiet] }))).toMatch(/2 points.*, doublés le/);
    const grains = sayer(
      'fr',
      { kind: 'points', unit_name: { one: 'graine', many: 'graines' } },
      'EUR',
    );
    expect(grains.earning(rules({ bonuses: [quiet] }))).toBe(
      '1 graine par euro, le double le mardi de 14 h à 17 h.',
    );
  });

  it('joins amounts, visits and items', () => {
    const items = [{ sku: 'the', name: 'Thé glacé', units: 3 }];
    expect(
      fr.earning(rules({ per_amount: { units: 1, per: 1000 }, units_per_visit: 5, items })),
    ).toBe(
      '1 point par tranche de 10\u00a0€, 5 points par visite et 3 points pour «\u00a0Thé glacé\u00a0».',
    );
    const many = Array.from({ length: 12 }, (_, n) => ({ sku: `${n}`, name: `${n}`, units: 1 }));
    expect(fr.earning(rules({ per_amount: null, items: many }))).toBe(
      'Des points propres à 12 articles.',
    );
    expect(fr.earning(rules({ per_amount: null }))).toBe('Rien n’est gagné pour l’instant.');
  });

  it.each([
    [{ weekdays: [1, 2, 3, 4, 5] }, 'doublé du lundi au vendredi'],
    [{ weekdays: [6, 2] }, 'doublé le mardi et le samedi'],
    [{ weekdays: [1, 2, 3, 4, 5, 6, 7] }, 'doublé en permanence'],
    [{ from: '14:30:00' }, 'doublé à partir de 14 h 30'],
    [{ to: '09:00' }, 'doublé jusqu’à 9 h'],
    [{ birthday_month: true }, 'doublé le mois de l’anniversaire'],
    [{ first_visit: true }, 'doublé à la première visite'],
    [
      { valid_from: '2026-12-01', valid_until: '2026-12-24' },
      'doublé du 1 déc. 2026 au 24 déc. 2026',
    ],
  ])('knows when: %j', (when, said) => {
    expect(fr.bonus(bonus(when)).replaceAll('doublés', 'doublé')).toBe(said);
  });

  it('knows what more one gets', () => {
    expect(fr.bonus(bonus({}, { percent: 150 }))).toBe('+\u00a050\u00a0% en permanence');
    expect(fr.bonus(bonus({ first_visit: true }, { units: 10 }))).toBe(
      '10 points de plus à la première visite',
    );
    expect(
      fr.earning(rules({ bonuses: [quiet, bonus({ first_visit: true }, { units: 10 })] })),
    ).toBe(
      '1 point par euro, doublé le mardi de 14 h à 17 h\u202f; 10 points de plus à la première visite.',
    );
  });
});

describe('everything', () => {
  it('of a plain stamp card takes three sentences', () => {
    const say = sayer('fr', { kind: 'stamps' }, 'EUR');
    const said = say.everything({
      ...stamps,
      cooldown_minutes: 120,
      daily_cap: 3,
      max_per_operation: 3,
    });
    expect(said).toEqual([
      '1 tampon par visite.',
      'Il faut 2 heures entre deux visites. Une carte reçoit au plus 3 tampons par jour. Au comptoir, on donne au plus 3 tampons à la fois.',
      'Rien n’expire.',
    ]);
  });

  it('of a rich points program is all there', () => {
    const rich = rules({
      minimum_amount: 500,
      daily_cap: 100,
      monthly_cap: 1000,
      pending_days: 14,
      expiry: { kind: 'fixed_day', month: 12, day: 31 },
      warn_days: 30,
      tiers: { window_months: 12, levels: [{ name: 'Or', threshold: 500, percent: 125 }] },
      sponsorship: { sponsor_units: 50, friend_units: 20 },
      redeem_value: { units: 100, value: 500 },
      redeem_minimum: 50,
    });
    const said = fr.everything(rich).join(' ');
    for (const part of [
      'À partir de 5\u00a0€ d’achat.',
      'au plus 100 points par jour et 1\u202f000 points par mois',
      'Utilisable 14 jours après l’achat.',
      'expire chaque année le 31 décembre',
      'prévenu 30 jours avant',
      'Niveaux, comptés sur 12 mois glissants\u00a0: Or dès 500 points (+\u00a025\u00a0%).',
      '50 points au parrain et 20 points au filleul',
      '100 points valent 5\u00a0€ en caisse.',
    ])
      expect(said).toContain(part);
    expect(en.everything(rich).join(' ')).toContain('Everything expires each year on 31 December.');
  });

  it.each([
    [1, '1 minute'],
    [90, '1 heure et 30 minutes'],
    [1440, '1 jour'],
    [1500, '1 jour et 1 heure'],
    [2880, '2 jours'],
  ])('waits %i minutes as %s', (minutes, expected) => {
    expect(fr.duration(minutes)).toBe(expected);
  });
});
