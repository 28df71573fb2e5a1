import { lazy } from 'react';

/** What the first picture does without: fetched as soon as that picture stands. */
const loads = {
  scan: () => import('./scanner/ScanScreen'),
  enrol: () => import('./enrol/Enrol'),
  queue: () => import('./queue/Queue'),
  entrance: () => import('./session/Entrance'),
  again: () => import('./session/SignInAgain'),
  menu: () => import('./shell/Menu'),
  person: () => import('./shell/Person'),
  card: () => import('./card/CardScreen'),
  actions: () => import('./card/CardAction'),
  where: () => import('./card/Where'),
  appearance: dress,
};

let dressing: Promise<void> | undefined;

/** The appearance chosen in this browser, here or at the desk. */
export function dress(): Promise<void> {
  dressing ??= import('../ui/theme').then((theme) => theme.dress());
  return dressing;
}

export const ScanScreen = lazy(() =>
  loads.scan().then(({ ScanScreen }) => ({ default: ScanScreen })),
);
export const Enrol = lazy(() => loads.enrol().then(({ Enrol }) => ({ default: Enrol })));
export const Queue = lazy(() => loads.queue().then(({ Queue }) => ({ default: Queue })));
export const Entrance = lazy(() =>
  loads.entrance().then(({ Entrance }) => ({ default: Entrance })),
);
export const SignInAgain = lazy(() =>
  loads.again().then(({ SignInAgain }) => ({ default: SignInAgain })),
);
export const Menu = lazy(() => loads.menu().then(({ Menu }) => ({ default: Menu })));
export const Person = lazy(() => loads.person().then(({ Person }) => ({ default: Person })));
export const CardScreen = lazy(() =>
  loads.card().then(({ CardScreen }) => ({ default: CardScreen })),
);
export const CardAction = lazy(() =>
  loads.actions().then(({ CardAction }) => ({ default: CardAction })),
);

export const Where = lazy(() => loads.where().then(({ Where }) => ({ default: Where })));

/** So that they open at once later, with a bad network too. */
export function loadTheRest(): void {
  const soon = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 2_000));
  soon(() => {
    for (const load of Object.values(loads)) void load().catch(() => undefined);
  });
}
