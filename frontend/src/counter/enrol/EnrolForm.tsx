import { type FormEvent, useEffect, useRef, useState } from 'react';
import { createCard } from '../../api/cards';
import { ApiProblem, isProblem, NetworkProblem } from '../../api/problems';
import type { CardWithPage, NewCard, Program } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Choice, FieldSet, TextField } from '../../ui/Field';
import { useCounter } from '../counter';
import { noteRecent, programsQuery } from '../home/queries';
import { type Prefill, replace } from '../navigation';
import { useLink } from '../network/link';
import { useScannedCard } from '../scanner/taker';
import { Dock } from '../shell/dock';
import { Duplicate } from './Duplicate';
import styles from './Enrol.module.css';
import { SponsorField } from './SponsorField';
import { TermsChoice } from './TermsChoice';
import { texts } from './texts';
import { rememberProgram, usualProgram } from './usualProgram';

interface EnrolFormProps {
  programs: readonly Program[];
  prefill: Prefill;
  onCreated: (card: CardWithPage) => void;
}

export function EnrolForm({ programs, prefill, onCreated }: EnrolFormProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { link, queries } = useCounter();
  const offline = useLink(link) === 'down';
  const [programId, setProgramId] = useState(() => usualProgram(programs));
  const [firstName, setFirstName] = useState(prefill.firstName ?? '');
  const [phone, setPhone] = useState(prefill.phone ?? '');
  const [email, setEmail] = useState(prefill.email ?? '');
  const [consent, setConsent] = useState(false);
  const [acceptedTerms, setAccepted] = useState<string | null>(null);
  const [sponsor, setSponsor] = useState('');
  const [busy, setBusy] = useState<'named' | 'anonymous' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [empty, setEmpty] = useState(false);
  const known = prefill.customerId;
  const program = programs.find(({ id }) => id === programId);
  const { terms = null, rules } = program ?? {};
  const sponsored = Boolean(rules?.sponsorship);
  // Those of one version of one program, and of no other.
  const termsId = terms && `${programId} ${terms.version}`;
  const accepted = termsId !== null && termsId === acceptedTerms;
  const form = useRef<HTMLFormElement>(null);
  // Where to correct, once what is wrong has been marked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal moves the focus again
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error, empty]);

  useScannedCard((card, typed) => {
    // Its characters went into the field that had the focus.
    const without = (text: string) => (text.endsWith(typed) ? text.slice(0, -typed.length) : text);
    for (const set of [setFirstName, setPhone, setEmail]) set(without);
    if (!sponsored) return false;
    setSponsor(card);
    setError(null);
    return true;
  });

  const choose = (id: string) => {
    setProgramId(id);
    // A sponsor has a card of the same program.
    setSponsor('');
  };
  const create = async (body: Omit<NewCard, 'program_id'>, kind: 'named' | 'anonymous') => {
    setBusy(kind);
    setError(null);
    try {
      const card = await createCard({
        program_id: programId,
        ...(terms && accepted && { terms_version: terms.version }),
        ...(sponsored && sponsor.trim() && { sponsor: sponsor.trim() }),
        ...body,
      });
      rememberProgram(programId);
      queries.setQueryData(['card', card.id], card);
      noteRecent(queries, card.id, card.balance, card.created_at);
      onCreated(card);
    } catch (problem) {
      if (isProblem(problem, 'ALREADY_HAS_CARD')) {
        const card = problem.extra<string>('card_id');
        if (card) replace({ screen: 'card', card, from: 'home' });
      }
      if (isProblem(problem, 'TERMS_CHANGED')) {
        void queries.invalidateQueries({ queryKey: programsQuery.queryKey });
      }
      setError(problem);
      setBusy(null);
    }
  };
  const customer = {
    first_name: firstName.trim() || null,
    phone: phone.trim() || null,
    email: email.trim() || null,
    language,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (known) return void create({ customer_id: known, marketing_consent: consent }, 'named');
    const named = customer.first_name || customer.phone || customer.email;
    setEmpty(!named);
    if (named) void create({ customer, marketing_consent: consent }, 'named');
  };
  const wrong = (name: string, words: string) =>
    error instanceof ApiProblem && error.field(`customer.${name}`) ? words : undefined;
  const duplicate = isProblem(error, 'DUPLICATE_CUSTOMER') ? error : null;
  const noSponsor = isProblem(error, 'SPONSOR_NOT_FOUND');
  const unexplained = error !== null && !duplicate && !noSponsor && !hasFields(error);
  return (
    <form ref={form} id="enrol" className={styles.form} onSubmit={submit} noValidate>
      {unexplained && (
        <Banner tone="danger" role="alert">
          {error instanceof NetworkProblem ? t.offline : problemText(error, language)}
        </Banner>
      )}
      {offline && !unexplained && (
        <Banner tone="info" icon="offline" role="status">
          {t.offline}
        </Banner>
      )}
      {programs.length > 1 && (
        <FieldSet legend={t.program}>
          <div className={styles.programs}>
            {programs.map(({ id, name }) => (
              <Choice
                key={id}
                type="radio"
                name="program"
                label={name}
                checked={id === programId}
                onChange={() => choose(id)}
              />
            ))}
          </div>
        </FieldSet>
      )}
      <TextField
        label={t.firstName}
        name="first_name"
        autoComplete="off"
        autoCapitalize="words"
        maxLength={100}
        readOnly={known !== undefined}
        value={firstName}
        error={empty ? t.needOne : wrong('first_name', t.badFirstName)}
        onChange={(event) => {
          setFirstName(event.target.value);
          setEmpty(false);
        }}
      />
      {!known && (
        <>
          <TextField
            label={t.phone}
            optional={t.optional}
            name="phone"
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={phone}
            error={wrong('phone', t.badPhone)}
            onChange={(event) => setPhone(event.target.value)}
          />
          <TextField
            label={t.email}
            optional={t.optional}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
            value={email}
            error={wrong('email', t.badEmail)}
            onChange={(event) => setEmail(event.target.value)}
          />
        </>
      )}
      {program && sponsored && (
        <SponsorField
          program={program}
          customerId={known}
          value={sponsor}
          onChange={(text) => {
            setSponsor(text);
            if (noSponsor) setError(null);
          }}
          refused={noSponsor}
        />
      )}
      {terms && (
        <TermsChoice
          text={terms.text}
          accepted={accepted}
          onAccepted={(yes) => setAccepted(yes ? termsId : null)}
        />
      )}
      {!known && (
        <>
          <div className={styles.boxed}>
            <Choice
              label={t.consent}
              hint={t.consentHint}
              checked={consent}
              onChange={(event) => setConsent(event.target.checked)}
            />
          </div>
          <div className={styles.anonymous}>
            <Button
              variant="quiet"
              icon="card"
              busy={busy === 'anonymous'}
              onClick={() => create({}, 'anonymous')}
            >
              {t.anonymous}
            </Button>
            <p>{t.anonymousHint}</p>
          </div>
        </>
      )}
      <Dock>
        <Button type="submit" form="enrol" size="large" wide busy={busy === 'named'}>
          {t.submit}
        </Button>
      </Dock>
      <Duplicate
        problem={duplicate}
        busy={busy !== null}
        onBack={() => setError(null)}
        onAddCard={(customerId) => create({ customer_id: customerId }, 'named')}
        onAnyway={() =>
          create({ customer, marketing_consent: consent, allow_duplicate: true }, 'named')
        }
      />
    </form>
  );
}

function hasFields(error: unknown): boolean {
  return error instanceof ApiProblem && error.fields.length > 0;
}
