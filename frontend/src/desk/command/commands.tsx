import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { changeMe } from '../../api/accounts';
import type { Scope } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import type { IconName } from '../../ui/Icon';
import { chooseTheme, chosenTheme, THEMES } from '../../ui/theme';
import { useBegin } from '../campaigns/useBegin';
import { chooseMerchant, meQuery, useMe, useMembership } from '../session/me';
import { useSignOut } from '../session/signOut';
import { placesFor } from './places';
import { recent } from './recent';
import { texts } from './texts';

export type Group = 'recent' | 'act' | 'go';

export interface Command {
  id: string;
  group: Group;
  label: string;
  /** What else it is found by. */
  also: string;
  icon: IconName;
  /** The shortcut that does the same. */
  keys?: string;
  run: () => unknown;
}

type Act = keyof (typeof texts)['fr']['act'];

/** Everything that can be done from anywhere by whoever is signed in. */
export function useCommands(onHelp: () => void): Command[] {
  const t = useTexts(texts);
  const router = useRouter();
  const queries = useQueryClient();
  const { user, memberships } = useMe();
  const membership = useMembership();
  const begin = useBegin();
  const signOut = useSignOut();
  const scopes = membership.scopes;

  const act = (id: Act, icon: IconName, run: () => unknown, needs?: Scope): Command[] =>
    !needs || scopes.includes(needs)
      ? [{ id, group: 'act', label: t.act[id], also: t.alsoAct[id], icon, run }]
      : [];
  const speak = async () => {
    const me = await changeMe({ language: user.language === 'fr' ? 'en' : 'fr' });
    queries.setQueryData(meQuery.queryKey, me);
  };
  const work = (id: string) => {
    chooseMerchant(queries, id);
    // A fresh page: nothing of one shop can be left on the screen of another.
    window.location.assign('/');
  };
  const theme = chosenTheme();
  return [
    ...recent(router.state.location.href).map(
      ({ href, title }): Command => ({
        id: `recent ${href}`,
        group: 'recent',
        label: title,
        also: '',
        icon: 'clock',
        run: () => router.navigate({ href }),
      }),
    ),
    ...act(
      'customer',
      'plus',
      () => router.navigate({ to: '/customers', search: { new: 'yes' } }),
      'customers:write',
    ).map((each) => ({ ...each, keys: 'n' })),
    ...act('program', 'plus', () => router.navigate({ to: '/programs/new' }), 'programs:write'),
    ...act('campaign', 'plus', () => begin.mutate({}), 'campaigns:write'),
    ...act(
      'import',
      'book',
      () => router.navigate({ to: '/customers/imports' }),
      'customers:import',
    ),
    ...act(
      'export',
      'download',
      () => router.navigate({ to: '/customers', search: { export: 'yes' } }),
      'customers:export',
    ),
    ...act(
      'request',
      'shield',
      () => router.navigate({ to: '/privacy/requests' }),
      'privacy:write',
    ),
    ...act('invite', 'users', () => router.navigate({ to: '/settings/team' }), 'team:write'),
    ...act('counter', 'stamp', () => window.location.assign('/counter'), 'cards:write'),
    ...placesFor(scopes).map(
      ({ id, to, icon, letter }): Command => ({
        id: `go ${id}`,
        group: 'go',
        label: t.places[id],
        also: t.also[id],
        icon,
        ...(letter && { keys: `g ${letter}` }),
        run: () => router.navigate({ to }),
      }),
    ),
    ...memberships
      .filter(({ merchant_id: id }) => id !== membership.merchant_id)
      .map(
        ({ merchant_id: id, merchant_name: name }): Command => ({
          id: `merchant ${id}`,
          group: 'act',
          label: t.merchant(name),
          also: t.alsoAct.merchant,
          icon: 'home',
          run: () => work(id),
        }),
      ),
    ...THEMES.filter((each) => each !== theme).map(
      (each): Command => ({
        id: `theme ${each}`,
        group: 'act',
        label: t.themes[each],
        also: t.alsoAct.theme,
        icon: 'eye',
        run: () => chooseTheme(each),
      }),
    ),
    ...act('language', 'globe', speak),
    ...act('shortcuts', 'keyboard', onHelp).map((each) => ({ ...each, keys: '?' })),
    ...act('signOut', 'signOut', () => signOut.mutate()),
  ];
}
