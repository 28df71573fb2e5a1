import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { joinPath } from '../address';
import { Page } from '../Page';
import { rememberedPages } from '../remembered';
import { Trouble } from '../Trouble';
import { texts as shared } from '../texts';
import { HolderCardPage } from './HolderCardPage';
import { texts } from './texts';
import { useHolderCard } from './useHolderCard';

export function CardScreen({ slug }: { slug: string }) {
  const token = useFragment();
  return token ? <Opened key={token} slug={slug} token={token} /> : <Incomplete slug={slug} />;
}

/** Pasting another link of the same merchant changes the fragment only, and loads nothing. */
function useFragment(): string {
  const [fragment, setFragment] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const read = () => setFragment(location.hash.slice(1));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return fragment;
}

function Opened({ slug, token }: { slug: string; token: string }) {
  const t = useTexts(texts);
  const s = useTexts(shared);
  const view = useHolderCard(slug, token);
  const { card } = view;
  return (
    <Page merchant={card?.merchant.name ?? null} wide={!view.lost}>
      {view.lost ? (
        <EmptyState
          icon="card"
          level={1}
          title={t.lost}
          action={<ButtonLink href={joinPath(slug)}>{t.joinAgain}</ButtonLink>}
        >
          <p>{t.lostBody}</p>
        </EmptyState>
      ) : card ? (
        <HolderCardPage view={{ ...view, card }} />
      ) : view.problem ? (
        <Trouble problem={view.problem} retry={view.refresh} />
      ) : (
        <Skeleton label={s.loading} lines={5} height="3rem" />
      )}
    </Page>
  );
}

/** The address without its secret: some messengers cut it off when forwarding. */
function Incomplete({ slug }: { slug: string }) {
  const t = useTexts(texts);
  const mine = rememberedPages(slug)[0];
  return (
    <Page merchant={null}>
      <EmptyState
        icon="card"
        level={1}
        title={t.incomplete}
        action={
          mine ? (
            <ButtonLink href={mine}>{t.openMine}</ButtonLink>
          ) : (
            <ButtonLink href={joinPath(slug)}>{t.joinAgain}</ButtonLink>
          )
        }
      >
        <p>{t.incompleteBody}</p>
      </EmptyState>
    </Page>
  );
}
