import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { Page } from '../Page';
import { rememberedPages } from '../remembered';
import { Trouble } from '../Trouble';
import { texts as shared } from '../texts';
import { useMerchant } from '../useMerchant';
import { Join } from './Join';
import { texts } from './texts';

export function JoinScreen({ slug, programId }: { slug: string; programId: string | null }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const { merchant, problem, retry } = useMerchant(slug);
  const [mine] = useState(() => rememberedPages(slug)[0]);
  return (
    <Page merchant={merchant?.name ?? null} wide>
      {mine && (
        <Banner
          tone="ok"
          icon="card"
          title={t.youHaveOne}
          action={<ButtonLink href={mine}>{t.openMine}</ButtonLink>}
        >
          <p>{t.youHaveOneBody}</p>
        </Banner>
      )}
      {problem ? (
        <Trouble problem={problem} retry={retry} />
      ) : !merchant ? (
        <Skeleton label={s.loading} lines={6} height="2rem" />
      ) : merchant.programs.length === 0 ? (
        <EmptyState icon="card" level={1} title={t.none}>
          <p>{t.noneBody(merchant.name)}</p>
        </EmptyState>
      ) : (
        <Join merchant={merchant} wanted={programId} onOutdated={retry} />
      )}
    </Page>
  );
}
