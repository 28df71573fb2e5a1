import { screen } from '@testing-library/dom';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from '../testing/render';
import { apiAnswers, levain } from '../testing/world';
import { ExtractScreen } from './ExtractScreen';

const linked = {
  size: 1200,
  rows: 12,
  created_at: '2026-11-20T10:00:00Z',
  expires_at: '2026-11-27T10:00:00Z',
};
const open = () => render('extract', <ExtractScreen slug="au-bon-levain" />);

function refusal(code: string, status: number, more: object = {}) {
  return new Response(JSON.stringify({ code, status, title: code, ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}

beforeEach(() => {
  location.hash = '#secret';
});

describe('the link to one’s own data', () => {
  it('downloads the file after a click and not before', async () => {
    const api = apiAnswers(levain, linked, { file: true });
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x' }));
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    await open();
    const button = await screen.findByRole('button', { name: 'Télécharger' });
    expect(api).toHaveBeenCalledTimes(2);
    await userEvent.click(button);
    expect(await screen.findByText('Le fichier est téléchargé')).toBeVisible();
    const [path, sent] = api.mock.calls[2] ?? [];
    expect(path).toBe('/v1/public/au-bon-levain/extract/file');
    expect(new Headers(sent?.headers).get('Authorization')).toBe('Bearer secret');
  });

  it.each([
    ['EXTRACT_LINK_USED', 410, 'Ce lien a déjà servi'],
    ['EXTRACT_EXPIRED', 410, 'Ce lien a expiré'],
    ['EXTRACT_LINK_UNKNOWN', 404, 'Ce lien n’existe pas'],
  ])('says why it opens nothing: %s', async (code, status, title) => {
    const answers = [
      new Response(JSON.stringify(levain)),
      refusal(code, status, { used_at: '2026-11-21T08:30:00Z' }),
    ];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (path) =>
      String(path).endsWith('/extract') ? (answers[1] as Response) : (answers[0] as Response),
    );
    await open();
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Télécharger' })).toBeNull();
  });
});
