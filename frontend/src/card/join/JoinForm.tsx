import { type FormEvent, useRef, useState } from 'react';
import { ApiProblem } from '../../api/problems';
import { join } from '../../api/public';
import type { PublicMerchant, PublicProgram } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Choice, TextField } from '../../ui/Field';
import { cardPath } from '../address';
import { problemText } from '../problemText';
import { rememberPage } from '../remembered';
import { texts as shared } from '../texts';
import { ContactKind } from './ContactKind';
import styles from './JoinForm.module.css';
import { Notice } from './Notice';
import { texts } from './texts';

interface JoinFormProps {
  merchant: PublicMerchant;
  program: PublicProgram;
  firstName: string;
  onFirstName: (name: string) => void;
  /** The programs are others than those on the screen. */
  onOutdated: () => void;
  /** Replaced in tests; the browser's own otherwise. */
  go?: (path: string) => void;
}

type Wrong = Partial<Record<'first_name' | 'phone' | 'email' | 'terms', string>>;

const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const FEWEST_DIGITS = 6;

export function JoinForm(props: JoinFormProps) {
  const { merchant, program, firstName, onFirstName, onOutdated } = props;
  const { go = (path: string) => location.assign(path) } = props;
  const { language } = useLanguage();
  const t = useTexts(texts);
  const s = useTexts(shared);
  const units = unitsIn(language, program);
  const [kind, setKind] = useState<'phone' | 'email'>('phone');
  const [phone, setPhone] = useState('');
  const [email, setEmail] = useState('');
  const [sponsor, setSponsor] = useState('');
  // Those of one version of one program, and of no other.
  const terms = program.terms && `${program.id} ${program.terms.version}`;
  const [acceptedTerms, setAccepted] = useState<string | null>(null);
  const accepted = terms !== null && terms === acceptedTerms;
  const [consent, setConsent] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    const found = check();
    if (show(found)) return;
    setBusy(true);
    try {
      const joined = await join(merchant.slug, {
        program_id: program.id,
        first_name: firstName.trim(),
        ...(kind === 'phone' ? { phone: phone.trim() } : { email: email.trim() }),
        language,
        marketing_consent: consent,
        notice_version: merchant.notice_version,
        ...(program.terms && { terms_version: program.terms.version }),
        ...(program.rules.sponsorship && sponsor.trim() && { sponsor: sponsor.trim() }),
      });
      const page = cardPath(merchant.slug, joined.page_token);
      rememberPage(merchant.slug, page);
      go(page);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof ApiProblem && show(refused(error)))) setProblem(error);
    }
  }

  /** A consent to text messages is none to e-mails: it is asked anew. */
  function chooseKind(next: 'phone' | 'email') {
    setKind(next);
    setConsent(false);
  }

  function check(): Wrong {
    const found: Wrong = {};
    if (!firstName.trim()) found.first_name = t.firstNameMissing;
    if (kind === 'phone' && phone.replace(/\D/g, '').length < FEWEST_DIGITS) {
      found.phone = t.phoneWrong;
    }
    if (kind === 'email' && !LOOKS_LIKE_EMAIL.test(email.trim())) found.email = t.emailWrong;
    if (program.terms && !accepted) found.terms = t.termsMissing;
    return found;
  }

  /** The server's word per field, in ours: its sentences are for programmers. */
  function refused(error: ApiProblem): Wrong {
    const found: Wrong = {};
    if (error.field('first_name')) found.first_name = t.firstNameMissing;
    if (error.field('phone')) found.phone = t.phoneWrong;
    if (error.field('email')) found.email = t.emailWrong;
    if (error.code === 'TERMS_CHANGED') {
      found.terms = t.termsChanged;
      onOutdated();
    }
    return found;
  }

  function show(found: Wrong): boolean {
    setWrong(found);
    const first = Object.keys(found)[0];
    if (!first) return false;
    form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    return true;
  }

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={t.firstName}
        name="first_name"
        autoComplete="given-name"
        autoCapitalize="words"
        maxLength={80}
        required
        value={firstName}
        error={wrong.first_name}
        onChange={(event) => onFirstName(event.target.value)}
      />
      <ContactKind kind={kind} onKind={chooseKind} />
      {kind === 'phone' ? (
        <TextField
          key="phone"
          label={t.phone}
          name="phone"
          type="tel"
          autoComplete="tel"
          placeholder={t.phoneExample}
          maxLength={40}
          required
          value={phone}
          error={wrong.phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      ) : (
        <TextField
          key="email"
          label={t.email}
          name="email"
          type="email"
          autoComplete="email"
          placeholder={t.emailExample}
          maxLength={254}
          required
          value={email}
          error={wrong.email}
          onChange={(event) => setEmail(event.target.value)}
        />
      )}
      {program.rules.sponsorship && (
        <TextField
          label={t.sponsor}
          hint={t.sponsorHint(units(program.rules.sponsorship.friend_units))}
          optional={t.optional}
          name="sponsor"
          autoComplete="off"
          autoCapitalize="characters"
          placeholder="ABCD-EFGH"
          maxLength={20}
          value={sponsor}
          onChange={(event) => setSponsor(event.target.value)}
        />
      )}
      {program.terms && (
        <div>
          <Choice
            label={t.terms}
            name="terms"
            checked={accepted}
            error={wrong.terms}
            onChange={(event) => setAccepted(event.target.checked ? terms : null)}
          />
          <details className={styles.terms}>
            <summary>{t.termsRead}</summary>
            <p>{program.terms.text}</p>
          </details>
        </div>
      )}
      <Choice
        label={t.consent(merchant.name, kind)}
        hint={t.consentHint}
        checked={consent}
        onChange={(event) => setConsent(event.target.checked)}
      />
      {problem !== null && (
        <Banner tone="danger" role="alert">
          <p>{problemText(problem, s.problem)}</p>
        </Banner>
      )}
      <Button type="submit" size="large" wide busy={busy}>
        {busy ? t.submitting : t.submit}
      </Button>
      <Notice merchant={merchant} />
    </form>
  );
}
