import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type MouseEvent, useState } from 'react';
import { posterPdf } from '../../api/programs';
import type { PosterFormat, Program } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { isLanguage, LANGUAGES, type Language } from '../../i18n/language';
import { Banner } from '../../ui/Banner';
import { cx } from '../../ui/cx';
import { Select } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { useMe } from '../session/me';
import { merchantQuery } from '../settings/queries';
import { CopyLine } from '../shell/CopyLine';
import { QrCode } from '../shell/QrCode';
import { Refusal } from '../shell/states';
import styles from './PosterPage.module.css';
import { programQuery } from './queries';
import { texts } from './texts';

const route = getRouteApi('/office/programs/$programId');
const FORMATS: readonly PosterFormat[] = ['a4', 'a5', 'a6', 'tent', 'stickers'];

export function PosterPage() {
  const t = useTexts(texts).poster;
  const { programId } = route.useParams();
  const { data } = useQuery(programQuery(programId));
  if (!data) return null;
  const program = data.data;
  if (program.status !== 'active') {
    return (
      <Banner icon="printer">
        <p>{program.status === 'draft' ? t.notActive : t.closed}</p>
      </Banner>
    );
  }
  return (
    <div className={styles.page}>
      <Posters program={program} />
      <Sheet className={styles.link} aria-labelledby="join">
        <div className={styles.words}>
          <h2 id="join">{t.link}</h2>
          <p className={styles.hint}>{t.linkHint}</p>
          <CopyLine value={program.join_url} label={t.link} copy={t.copy} copied={t.copied} />
        </div>
        <div className={styles.code}>
          <QrCode text={program.join_url} label={t.qr} />
        </div>
      </Sheet>
    </div>
  );
}

function Posters({ program }: { program: Program }) {
  const t = useTexts(texts).poster;
  const names = useTexts({
    fr: { fr: 'Français', en: 'Anglais' },
    en: { fr: 'French', en: 'English' },
  });
  const queries = useQueryClient();
  const { data: merchant } = useQuery(merchantQuery);
  const [chosen, setChosen] = useState<Language | null>(null);
  const language = chosen ?? merchant?.data.language ?? 'fr';
  const several = useMe().memberships.length > 1;
  const open = useMutation({
    mutationFn: async ({ format, tab }: { format: PosterFormat; tab: Window | null }) => {
      try {
        const pdf = URL.createObjectURL(await posterPdf(program.id, format, language));
        if (tab) tab.location.href = pdf;
      } catch (error) {
        tab?.close();
        throw error;
      }
    },
  });
  const printed = () => void queries.invalidateQueries({ queryKey: ['overview'] });
  const onOpen = (format: PosterFormat) => (event: MouseEvent) => {
    // The API takes the open as a step done; the home screen asks again.
    setTimeout(printed, 2000);
    if (!several) return;
    // A plain link cannot say which of several shops it is about: fetch it, into a tab opened by the click.
    event.preventDefault();
    open.mutate({ format, tab: window.open('', '_blank') });
  };
  return (
    <section className={styles.posters} aria-labelledby="poster">
      <div className={styles.head}>
        <div className={styles.words}>
          <h2 id="poster">{t.title}</h2>
          <p className={styles.hint}>{t.lead}</p>
        </div>
        <Select
          label={t.language}
          value={language}
          onChange={({ target }) => isLanguage(target.value) && setChosen(target.value)}
        >
          {LANGUAGES.map((each) => (
            <option key={each} value={each}>
              {names[each]}
            </option>
          ))}
        </Select>
      </div>
      <ul className={styles.formats}>
        {FORMATS.map((format) => (
          <li key={format}>
            <a
              className={styles.format}
              href={`/v1/programs/${program.id}/poster?format=${format}&language=${language}`}
              target="_blank"
              rel="noopener"
              onClick={onOpen(format)}
            >
              <span className={cx(styles.paper, styles[format])} aria-hidden="true">
                <span />
              </span>
              <strong>{t.formats[format]}</strong>
              <span className={styles.hint}>{t.formatHelp[format]}</span>
              <span className={styles.open}>
                {t.open} <Icon name="external" size={16} />
                <span className="visually-hidden"> ({t.newTab})</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <Refusal error={open.error} />
    </section>
  );
}
