import { describe, expect, it } from 'vitest';
import type { BonusWhen, Program, Rules } from '../../api/types';
import { compare, resolve } from '../conflict/merge';
import { changeOf, changesRules, fieldsOf, formOf, readForm } from './form';
import { type Purse, readRules, rulesFormOf } from './rules/form';
import { points, stamps } from './rules/usual';
import { start } from './templates';

const purse: Purse = { language: 'fr', currency: 'EUR' };
const reward = {
  id: 'r1',
  name: 'Un croissant',
  cost: 5,
  description: null,
  stock: null,
  limit_per_customer: null,
  valid_from: null,
  valid_until: null,
  value: null,
};
const program = {
  name: 'Carte du fournil',
  kind: 'stamps',
  unit_name: null,
  design: start('bakery').design,
  rules: { ...stamps, cooldown_minutes: 120 },
  rewards: [{ ...reward, stock_left: null, active: true }],
  terms: { version: 2, text: 'Une carte par personne.' },
} as unknown as Program;
const fields = fieldsOf(program);

describe('the form', () => {
  it('reads back what it was given', () => {
    expect(readForm(formOf(fields, purse), purse)).toEqual(fields);
    expect(fields.rewards).toEqual([reward]);
    expect(fields.terms).toBe('Une carte par personne.');
    expect(formOf(fields, purse).rules).toMatchObject({
      pause: '2',
      pause_unit: 'hours',
      daily_cap: '',
    });
  });

  it('survives half-typed numbers', () => {
    const form = formOf(fields, purse);
    const rules = { ...form.rules, per_visit: '', daily_cap: '-3', pause: 'x', minimum: '5,' };
    expect(readForm({ ...form, rules, unit_one: 'grain' }, purse)).toMatchObject({
      units_per_visit: 0,
      minimum_amount: 500,
      unit_name: null,
      daily_cap: 1,
      cooldown_minutes: 0,
    });
  });
});

describe('rules in full', () => {
  it('come back from the form as they went in', () => {
    const rich: Rules = {
      ...points,
      per_amount: { units: 3, per: 250 },
      rounding: 'nearest',
      minimum_amount: 500,
      items: [{ sku: 'MIEL', name: 'Miel', units: 20 }],
      bonuses: [
        {
          id: 'b1',
          name: 'Heures creuses',
          when: {
            weekdays: [2],
            from: '14:00',
            to: '17:00',
            birthday_month: false,
            first_visit: false,
            valid_from: '2026-12-01',
            valid_until: null,
          },
          percent: 200,
          units: 5,
        },
      ],
      monthly_cap: 900,
      sponsorship: { sponsor_units: 50, friend_units: 0 },
      pending_days: 14,
      expiry: { kind: 'fixed_day', month: 2, day: 29 },
      warn_days: 30,
      tiers: {
        window_months: null,
        levels: [{ id: 'l1', name: 'Or', threshold: 500, percent: 125 }],
      },
      locations: ['here'],
      redeem_value: { units: 100, value: 550 },
      redeem_minimum: 50,
    };
    expect(readRules(rulesFormOf(rich, purse), purse)).toEqual(rich);
    for (const expiry of [
      { kind: 'after_earning', months: 12 },
      { kind: 'inactivity', months: 6 },
    ] as const)
      expect(readRules(rulesFormOf({ ...rich, expiry }, purse), purse).expiry).toEqual(expiry);
  });

  it('of the API know seconds that the form does not', () => {
    const when = { weekdays: null, from: '14:00:00', to: null } as BonusWhen;
    const live = {
      ...program,
      rules: { ...points, bonuses: [{ id: 'b', name: 'B', when, percent: 200, units: null }] },
    };
    expect(fieldsOf(live as Program).bonuses[0]?.when.from).toBe('14:00');
  });

  it('are told apart from looks, and terms make a version', () => {
    expect(changesRules(fields, { ...fields, terms: 'Autre chose.' })).toBe(true);
    expect(changeOf(fields, { ...fields, terms: null })).toEqual({ terms: null });
  });
});

describe('changeOf', () => {
  it('sends only the parts that differ, each of them whole', () => {
    expect(changeOf(fields, fields)).toEqual({});
    expect(changeOf(fields, { ...fields, daily_cap: 3 })).toEqual({
      rules: { ...program.rules, daily_cap: 3 },
    });
    expect(changeOf(fields, { ...fields, stamp: 'star', name: 'X' })).toEqual({
      name: 'X',
      design: { ...program.design, stamp: 'star' },
    });
  });

  it('tells what concerns stamps from what concerns looks', () => {
    expect(changesRules(fields, { ...fields, stamp: 'star', name: 'X' })).toBe(false);
    expect(changesRules(fields, { ...fields, rewards: [] })).toBe(true);
  });
});

describe('a conflict between two editors', () => {
  it('merges a rule of theirs with a colour of mine', () => {
    const mine = { ...fields, accent: '#ffffff' };
    const theirs = { ...fields, daily_cap: 4 };
    expect(compare(fields, mine, theirs).conflicts).toEqual([]);
    expect(resolve(fields, mine, theirs, {})).toMatchObject({ accent: '#ffffff', daily_cap: 4 });
  });
});
