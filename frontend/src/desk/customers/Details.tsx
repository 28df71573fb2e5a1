import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { verifyAdult } from '../../api/customers';
import type { Customer } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { birthdayText } from './birthday';
import page from './CustomerPage.module.css';
import { countryName } from './countries';
import styles from './Details.module.css';
import { customerQuery } from './queries';
import { texts } from './texts';
import { useBar } from './useBar';

/** What else is noted; what is not takes no room. */
export function Details({ customer }: { customer: Customer }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { title, siret, address, birthday, age, preferred_contact: preferred } = customer;
  const rows: [string, ReactNode][] = [
    [t.form.customerTitle, title && t.form.titles[title]],
    [t.details.siret, siret?.replace(/(\d{3})(\d{3})(\d{3})(\d{5})/, '$1 $2 $3 $4')],
    [t.details.address, address && <Address address={address} />],
    [t.details.birthday, birthday && birthdayText(birthday, language)],
    [t.details.preferred, preferred && t.form.contacts[preferred]],
    [t.details.language, customer.language && t.form.languages[customer.language]],
    [t.details.age, age && t.form.ages[age]],
    [t.details.source, t.details.sources[customer.source] ?? customer.source],
  ];
  return (
    <Sheet className={page.panel} aria-labelledby="details">
      <h2 id="details">{t.details.title}</h2>
      <dl className={styles.rows}>
        {rows
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <Majority customer={customer} />
    </Sheet>
  );
}

function Address({ address }: { address: NonNullable<Customer['address']> }) {
  const { language } = useLanguage();
  const { line1, line2, postcode, city, region, country } = address;
  const lines = [
    line1,
    line2,
    [postcode, city].filter(Boolean).join(' '),
    region,
    country && countryName(country, language),
  ];
  return (
    <address className={styles.address}>
      {lines.filter(Boolean).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </address>
  );
}

/** That somebody looked at a document, and when; never what stood in it. */
function Majority({ customer }: { customer: Customer }) {
  const t = useTexts(texts).details;
  const { date } = useFormats();
  const queries = useQueryClient();
  const mayWrite = useMay('customers:write');
  const bar = useBar(customer);
  const verify = useMutation({
    mutationFn: () => verifyAdult(customer.id),
    onSuccess: (verified) => {
      queries.setQueryData(customerQuery(customer.id).queryKey, verified);
      void queries.invalidateQueries({ queryKey: ['customers'] });
    },
  });
  return (
    <div className={styles.majority}>
      {customer.adult_verified_on && <p>{t.verified(date(customer.adult_verified_on))}</p>}
      {mayWrite && !customer.adult_verified_on && (
        <>
          <Button
            size="small"
            variant="secondary"
            icon="check"
            busy={verify.isPending}
            disabled={bar !== null}
            aria-describedby="verify-hint"
            onClick={() => verify.mutate()}
          >
            {t.verify}
          </Button>
          <p id="verify-hint" className={page.hint}>
            {bar ?? t.verifyHint}
          </p>
        </>
      )}
      <StatusLine>{verify.isSuccess && customer.adult_verified_on && t.verifiedNow}</StatusLine>
      <Refusal error={verify.error} />
    </div>
  );
}
