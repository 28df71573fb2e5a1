import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeMerchant, getMerchant } from '../../api/accounts';
import { isProblem } from '../../api/problems';
import type { Language, Merchant } from '../../api/types';
import type { Versioned } from '../../api/versioned';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { LANGUAGES } from '../../i18n/language';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { timeZones } from '../auth/places';
import { Conflict } from '../conflict/Conflict';
import { changes, resolve, same } from '../conflict/merge';
import { meQuery, useMay } from '../session/me';
import { useFieldProblem } from '../shell/fieldProblem';
import { Loaded, Refusal } from '../shell/states';
import { currencies } from './currencies';
import { Logo } from './Logo';
import { merchantQuery } from './queries';
import styles from './Settings.module.css';
import { texts } from './texts';

interface Form {
  name: string;
  language: Language;
  time_zone: string;
  currency: string;
  contact_email: string;
}

const formOf = ({ data }: Versioned<Merchant>): Form => ({
  name: data.name,
  language: data.language,
  time_zone: data.time_zone,
  currency: data.currency,
  contact_email: data.contact_email ?? '',
});

export function MerchantSettings() {
  const t = useTexts(texts).merchant;
  const query = useQuery(merchantQuery);
  return (
    <>
      {query.data && <Logo merchant={query.data.data} />}
      <Sheet className={styles.section} aria-labelledby="merchant">
        <div>
          <h2 id="merchant">{t.title}</h2>
          <p className={styles.lead}>{t.lead}</p>
        </div>
        <Loaded query={query} lines={6}>
          {(stored) => <MerchantForm stored={stored} />}
        </Loaded>
      </Sheet>
    </>
  );
}

function MerchantForm({ stored }: { stored: Versioned<Merchant> }) {
  const all = useTexts(texts);
  const t = all.merchant;
  const { language } = useLanguage();
  const queries = useQueryClient();
  const mayWrite = useMay('merchant:write');
  const [base, setBase] = useState(stored);
  const [form, setForm] = useState(() => formOf(stored));
  const [theirs, setTheirs] = useState<Versioned<Merchant> | null>(null);
  const dirty = !same(form, formOf(base));
  const begin = (from: Versioned<Merchant>) => {
    setBase(from);
    setForm(formOf(from));
  };
  if (stored !== base && !dirty && !theirs) begin(stored);
  const save = useMutation({
    mutationFn: ({ from, wanted }: { from: Versioned<Merchant>; wanted: Form }) => {
      const { contact_email, ...rest } = changes(formOf(from), wanted);
      const mail = contact_email === undefined ? {} : { contact_email: contact_email || null };
      return changeMerchant(from.etag, { ...rest, ...mail });
    },
    onSuccess: (saved, { wanted }) => {
      setBase(saved);
      // Whoever went on writing meanwhile keeps what was written.
      setForm((now) => resolve(wanted, now, formOf(saved), {}));
      queries.setQueryData(merchantQuery.queryKey, saved);
      // The menu shows the shop's name.
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
    onError: async (error) => {
      if (isProblem(error, 'STALE')) setTheirs(await getMerchant());
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ from: base, wanted: form });
  };
  const fieldProblem = useFieldProblem(save.error);
  const field = (name: keyof Form) => ({
    name,
    value: form[name],
    disabled: !mayWrite,
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
    error: fieldProblem(name),
  });
  return (
    <form className={styles.form} onSubmit={submit}>
      {!mayWrite && <p className={styles.lead}>{t.readOnly}</p>}
      <TextField label={t.name} required maxLength={100} {...field('name')} />
      <Select label={t.language} hint={t.languageHint} {...field('language')}>
        {LANGUAGES.map((each) => (
          <option key={each} value={each}>
            {all.languages[each]}
          </option>
        ))}
      </Select>
      <Select label={t.timeZone} hint={t.timeZoneHint} {...field('time_zone')}>
        {timeZones(form.time_zone).map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </Select>
      <Select label={t.currency} hint={t.currencyHint} {...field('currency')}>
        {currencies(language, form.currency).map(({ code, name }) => (
          <option key={code} value={code}>
            {name} ({code})
          </option>
        ))}
      </Select>
      <TextField
        label={t.contactEmail}
        hint={t.contactEmailHint}
        type="email"
        {...field('contact_email')}
      />
      <dl className={styles.fact}>
        <dt>{t.slug}</dt>
        <dd>
          {window.location.host}/join/{stored.data.slug}
        </dd>
        <dd className={styles.lead}>{t.slugHint}</dd>
      </dl>
      <Refusal error={isProblem(save.error, 'STALE') ? null : save.error} />
      {mayWrite && (
        <div className={styles.row}>
          <Button type="submit" busy={save.isPending} disabled={!dirty}>
            {all.save}
          </Button>
          <StatusLine>{save.isSuccess && !dirty && all.saved}</StatusLine>
        </div>
      )}
      {theirs && (
        <Conflict
          title={t.conflictTitle}
          text={t.conflictText}
          fields={t.fields}
          base={formOf(base)}
          mine={form}
          theirs={formOf(theirs)}
          show={(name, value) => (name === 'language' ? all.languages[value as Language] : value)}
          onClose={() => setTheirs(null)}
          onResolve={(merged) => {
            setBase(theirs);
            setForm(merged);
            setTheirs(null);
            save.mutate({ from: theirs, wanted: merged });
          }}
        />
      )}
    </form>
  );
}
