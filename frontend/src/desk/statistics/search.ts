/** What the statistics show, as it stands in the address. */
export const PRESETS = ['7d', '30d', '90d', 'month', 'last_month', '12m', 'year', 'own'] as const;
export type Preset = (typeof PRESETS)[number];

export const CHARTED = [
  'visits',
  'active_cards',
  'new_customers',
  'returning_customers',
  'redemptions',
] as const;
export type Charted = (typeof CHARTED)[number];

export interface StatisticsSearch {
  period?: Exclude<Preset, '30d'> | undefined;
  /** Of a period of one's own. */
  from?: string | undefined;
  to?: string | undefined;
  compare?: 'year' | 'none' | undefined;
  program_id?: string | undefined;
  location_id?: string | undefined;
  figure?: Exclude<Charted, 'visits'> | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f-]{36}$/i;

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

const fitting = (value: unknown, form: RegExp) =>
  typeof value === 'string' && form.test(value) ? value : undefined;

const day = (value: unknown) => {
  const found = fitting(value, DAY);
  return found && !Number.isNaN(Date.parse(found)) ? found : undefined;
};

/** Whatever stands in the address, only what the screen understands comes through. */
export function statisticsSearch(raw: Record<string, unknown>): StatisticsSearch {
  const [from, to] = [day(raw.from), day(raw.to)];
  const period = oneOf(raw.period, PRESETS);
  const own = period === 'own' && from !== undefined && to !== undefined;
  return {
    period: period === '30d' || (period === 'own' && !own) ? undefined : period,
    from: own ? from : undefined,
    to: own ? to : undefined,
    compare: oneOf(raw.compare, ['year', 'none']),
    program_id: fitting(raw.program_id, ID),
    location_id: fitting(raw.location_id, ID),
    figure: oneOf(raw.figure, CHARTED.slice(1) as Exclude<Charted, 'visits'>[]),
  };
}
