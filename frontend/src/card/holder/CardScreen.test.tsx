import { screen, waitFor } from '@testing-library/dom';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { lastSeen, rememberedPages, rememberPage, rememberSeen } from '../remembered';
import { render } from '../testing/render';
import { apiAnswers, camille } from '../testing/world';
import { CardScreen } from './CardScreen';

const PAGE = '/c/au-bon-levain#token';

const open = (language: 'fr' | 'en' = 'fr') =>
  render('card', <CardScreen slug="au-bon-levain" />, language);

const qr = () => screen.queryByRole('img', { name: /Code QR/ });

beforeEach(() => {
  location.hash = '#token';
});

describe('a card in use', () => {
  it('shows the code, the number, the balance and what comes next', async () => {
    const api = apiAnswers(camille);
    await open();
    expect(await screen.findByText(/Plus que 3 tampons avant/)).toBeVisible();
    expect(qr()).toBeInTheDocument();
    expect(screen.getAllByText('7K3M-9QXP').length).toBeGreaterThan(0);
    expect(screen.getByRole('img', { name: '7 tampons sur 10' })).toBeInTheDocument();
    expect(screen.getByText('Récompense disponible')).toBeVisible();
    const [url, init] = api.mock.calls[0] ?? [];
    expect(url).toBe('/v1/public/au-bon-levain/card');
    expect(new Headers(init?.headers).get('Authorization')).toBe('Bearer token');
  });

  it('is remembered by this browser, for the join page and for when there is no network', async () => {
    apiAnswers(camille);
    await open();
    await screen.findByText(/Plus que/);
    expect(rememberedPages('au-bon-levain')).toEqual([PAGE]);
    expect(lastSeen(PAGE)?.card.balance).toBe(7);
  });

  it('notices a stamp given meanwhile when one comes back to it, and says so', async () => {
    apiAnswers(camille, { ...camille, balance: 8 });
    await open();
    await screen.findByText(/Plus que 3/);
    window.dispatchEvent(new Event('focus'));
    expect(await screen.findByText(/\+ 1 tampon/)).toBeInTheDocument();
    expect(screen.getByRole('img', { name: '8 tampons sur 10' })).toBeInTheDocument();
  });

  it('makes the code fill the screen', async () => {
    apiAnswers(camille);
    await open();
    await screen.findByRole('heading', { name: 'Derniers passages' });
    await userEvent.click(screen.getByRole('button', { name: /plein écran/ }));
    const hint = await screen.findByText(/luminosité/);
    await waitFor(() => expect(hint).toBeVisible());
  });

  it('speaks the other language without losing anything', async () => {
    apiAnswers(camille);
    await open();
    await screen.findByText(/Plus que 3/);
    await userEvent.click(screen.getByRole('button', { name: 'English' }));
    expect(await screen.findByText('3 stamps to go for: Une tarte')).toBeVisible();
    await waitFor(() => expect(document.documentElement.lang).toBe('en'));
  });
});

describe('a card that is not in use', () => {
  it('that was closed says so and shows no code', async () => {
    rememberPage('au-bon-levain', PAGE);
    apiAnswers({ ...camille, status: 'closed' });
    await open();
    expect(await screen.findByText('Cette carte est fermée')).toBeVisible();
    expect(qr()).not.toBeInTheDocument();
    expect(rememberedPages('au-bon-levain')).toEqual([]);
  });

  it('whose program ends names the last day', async () => {
    const program = { ...camille.program, status: 'closing', redeem_until: '2999-12-31' };
    apiAnswers({ ...camille, program });
    await open();
    expect(await screen.findByText(/jusqu’au 31 décembre/)).toBeVisible();
    expect(qr()).toBeInTheDocument();
  });
});

describe('a link', () => {
  it.each([
    { status: 404, code: 'CARD_NOT_FOUND' },
    { status: 410, code: 'CARD_REPLACED' },
  ])(
    'that opens nothing any more ($code) sends to the counter, and leaves nothing behind',
    async (refusal) => {
      rememberSeen(PAGE, { card: camille, at: '2026-11-22T10:00:00Z' });
      apiAnswers(refusal);
      await open();
      expect(await screen.findByText('Ce lien n’ouvre plus de carte')).toBeVisible();
      expect(lastSeen(PAGE)).toBeNull();
    },
  );

  it('without its secret says what is missing', async () => {
    location.hash = '';
    const api = apiAnswers(camille);
    await open();
    expect(await screen.findByText('Ce lien est incomplet')).toBeVisible();
    expect(api).not.toHaveBeenCalled();
  });
});

describe('without a network', () => {
  it('shows the card as last seen, with its code', async () => {
    rememberSeen(PAGE, { card: camille, at: '2026-11-22T10:00:00Z' });
    apiAnswers(new TypeError('Failed to fetch'));
    await open();
    expect(await screen.findByText('Dernier état connu')).toBeVisible();
    expect(qr()).toBeInTheDocument();
  });

  it('offers to try again when nothing is known yet', async () => {
    apiAnswers(new TypeError('Failed to fetch'), camille);
    await open();
    await userEvent.click(await screen.findByRole('button', { name: 'Réessayer' }));
    await waitFor(() => expect(qr()).toBeInTheDocument());
  });
});

describe('a card of points', () => {
  const program = {
    ...camille.program,
    kind: 'points' as const,
    slots: 200,
    rewards: camille.program.rewards.map((reward, index) => ({
      ...reward,
      cost: 80 + index * 120,
    })),
    rules: {
      ...camille.program.rules,
      tiers: {
        window_months: 12,
        levels: [{ id: 'or', name: 'Or', threshold: 500, percent: 125 }],
      },
    },
  };
  const points = {
    ...camille,
    program,
    balance: 150,
    available: 120,
    pending: [{ units: 30, available_at: '2999-01-10T00:00:00Z' }],
    next_expiry: { units: 40, expires_at: new Date(Date.now() + 5 * 86_400_000).toISOString() },
    tier: { id: null, name: null, progress: { units: 350, next_threshold: 500, until: null } },
    terms: { version: 2, text: 'Nouvelles conditions.' },
    terms_accepted: { version: 1, text: 'Anciennes.', accepted_at: '2026-01-01T10:00:00Z' },
  };

  it('says its sum, what is next, what waits and what is about to be lost', async () => {
    apiAnswers(points);
    await open();
    expect(await screen.findByText('150')).toBeVisible();
    expect(await screen.findByText(/30 points utilisables à partir du 10 janvier/)).toBeVisible();
    expect(screen.getByText(/Pensez-y.*40 points à utiliser/)).toBeVisible();
    expect(screen.getByText(/Encore 150 points à gagner pour le niveau Or/)).toBeVisible();
    // The 30 that are pending pay for nothing yet.
    expect(screen.getByText(/Plus que 80 points avant.*Une tarte/)).toBeVisible();
  });

  it('lets one accept new terms, and keeps the old ones in sight', async () => {
    const accepted = { ...points.terms, accepted_at: '2026-11-22T10:00:00Z' };
    const api = apiAnswers(points, { ...accepted }, { ...points, terms_accepted: accepted });
    await open();
    expect(await screen.findByText('Anciennes.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'J’accepte ces conditions' }));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'J’accepte ces conditions' })).toBeNull(),
    );
    const [url, init] = api.mock.calls[1] ?? [];
    expect(url).toBe('/v1/public/au-bon-levain/card/terms');
    expect(init?.body).toBe('{"version":2}');
  });
});
