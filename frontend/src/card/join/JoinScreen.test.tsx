import { screen, waitFor } from '@testing-library/dom';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { rememberedPages, rememberPage } from '../remembered';
import { render } from '../testing/render';
import { apiAnswers, levain } from '../testing/world';
import { JoinScreen } from './JoinScreen';

const open = (programId: string | null = null) =>
  render('join', <JoinScreen slug="au-bon-levain" programId={programId} />);

const submit = () => userEvent.click(screen.getByRole('button', { name: 'Créer ma carte' }));

const goTo = vi.fn();

beforeEach(() => {
  goTo.mockReset();
  vi.spyOn(location, 'assign').mockImplementation(goTo);
});

describe('joining', () => {
  it('sends what was given, and no consent unless it was ticked', async () => {
    const api = apiAnswers(levain, { page_url: 'https://x/c/au-bon-levain#t1', page_token: 't1' });
    await open();
    await userEvent.type(await screen.findByLabelText('Prénom'), 'Camille');
    await userEvent.type(screen.getByLabelText('Numéro de téléphone'), '06 39 98 01 02');
    expect(screen.getByRole('checkbox')).not.toBeChecked();
    await submit();
    await waitFor(() => expect(goTo).toHaveBeenCalledWith('/c/au-bon-levain#t1'));
    expect(JSON.parse(String(api.mock.calls[1]?.[1]?.body))).toEqual({
      program_id: 'p1',
      first_name: 'Camille',
      phone: '06 39 98 01 02',
      language: 'fr',
      marketing_consent: false,
      notice_version: '2026-11',
    });
    expect(rememberedPages('au-bon-levain')).toEqual(['/c/au-bon-levain#t1']);
  });

  it('takes an e-mail instead, and asks for the consent anew', async () => {
    const api = apiAnswers(levain, { page_url: '', page_token: 't1' });
    await open();
    await userEvent.type(await screen.findByLabelText('Prénom'), 'Camille');
    await userEvent.click(screen.getByRole('checkbox'));
    await userEvent.click(screen.getByRole('radio', { name: 'E-mail' }));
    await userEvent.type(await screen.findByLabelText('Adresse e-mail'), 'c@exemple.fr');
    await waitFor(() => expect(screen.getByRole('checkbox')).not.toBeChecked());
    await userEvent.click(screen.getByRole('checkbox'));
    await submit();
    await waitFor(() => expect(goTo).toHaveBeenCalled());
    const body = JSON.parse(String(api.mock.calls[1]?.[1]?.body));
    expect(body).toMatchObject({ email: 'c@exemple.fr', marketing_consent: true });
    expect(body).not.toHaveProperty('phone');
  });

  it('says by each field what is missing, and goes to the first', async () => {
    const api = apiAnswers(levain);
    await open();
    await screen.findByLabelText('Prénom');
    await submit();
    expect(await screen.findByText(/Indiquez votre prénom/)).toBeVisible();
    expect(screen.getByText(/Ce numéro semble incomplet/)).toBeVisible();
    const name = screen.getByLabelText('Prénom');
    expect(name).toHaveFocus();
    expect(name).toHaveAttribute('aria-invalid', 'true');
    expect(name).toHaveAccessibleDescription(/Indiquez votre prénom/);
    expect(api).toHaveBeenCalledTimes(1);
  });

  it('puts the API’s refusal by its field and keeps what was typed', async () => {
    const refusal = {
      status: 422,
      code: 'VALIDATION',
      errors: [{ field: 'body.phone', message: 'not a phone', code: 'value_error' }],
    };
    apiAnswers(levain, refusal);
    await open();
    await userEvent.type(await screen.findByLabelText('Prénom'), 'Camille');
    await userEvent.type(screen.getByLabelText('Numéro de téléphone'), '000000000');
    await submit();
    expect(await screen.findByText(/Ce numéro semble incomplet/)).toBeVisible();
    expect(screen.getByLabelText('Prénom')).toHaveValue('Camille');
  });

  it('explains a refusal that is no field’s fault', async () => {
    apiAnswers(levain, { status: 429, code: 'TOO_MANY_ATTEMPTS' });
    await open();
    await userEvent.type(await screen.findByLabelText('Prénom'), 'Camille');
    await userEvent.type(screen.getByLabelText('Numéro de téléphone'), '0639980102');
    await submit();
    expect(await screen.findByRole('alert')).toHaveTextContent(/Trop d’essais/);
  });
});

describe('before joining', () => {
  it('tells who uses the data, for how long, and where to turn', async () => {
    apiAnswers(levain);
    await open();
    const notice = (await screen.findByText('Vos données en détail')).closest('details');
    expect(notice).toHaveTextContent(/36 mois/);
    expect(notice).toHaveTextContent(/bonjour@levain\.example/);
  });

  it('shows the card with the name while it is typed', async () => {
    apiAnswers(levain);
    await open();
    await userEvent.type(await screen.findByLabelText('Prénom'), 'Camille');
    expect(await screen.findByText('Camille')).toBeVisible();
  });

  it('lets one choose among several programs, unless the poster named one', async () => {
    const [first] = levain.programs;
    const second = { ...first, id: 'p2', name: 'Le café du matin' };
    apiAnswers({ ...levain, programs: [first, second] });
    await open('p2');
    await screen.findByLabelText('Prénom');
    expect(screen.queryByText('Quelle carte souhaitez-vous\u202f?')).not.toBeInTheDocument();
    expect(screen.getByText('Le café du matin')).toBeVisible();
  });

  it('opens the card one has already', async () => {
    rememberPage('au-bon-levain', '/c/au-bon-levain#mine');
    apiAnswers(levain);
    await open();
    const link = await screen.findByRole('link', { name: 'Ouvrir ma carte' });
    expect(link).toHaveAttribute('href', '/c/au-bon-levain#mine');
  });

  it('says when no program is open, or no such merchant exists', async () => {
    apiAnswers({ ...levain, programs: [] });
    await open();
    expect(await screen.findByText('Pas de nouvelle carte pour le moment')).toBeVisible();
  });
});

describe('a program with terms', () => {
  it('is joined by whoever accepts them, and says which', async () => {
    const [first] = levain.programs;
    const terms = { version: 3, text: 'Une carte par personne.' };
    const api = apiAnswers({ ...levain, programs: [{ ...first, terms }] }, { status: 500 });
    await open();
    await userEvent.type(await screen.findByLabelText('Prénom'), 'Camille');
    await userEvent.type(screen.getByLabelText('Numéro de téléphone'), '06 39 98 01 23');
    await userEvent.click(screen.getByRole('button', { name: 'Créer ma carte' }));
    expect(await screen.findByText(/Acceptez les conditions/)).toBeVisible();
    expect(api).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByLabelText(/J’accepte les conditions/));
    await userEvent.click(screen.getByRole('button', { name: 'Créer ma carte' }));
    expect(api).toHaveBeenCalledTimes(2);
    expect(JSON.parse(String(api.mock.calls[1]?.[1]?.body))).toMatchObject({ terms_version: 3 });
  });
});
