import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { EmptyState } from '../../ui/EmptyState';
import { nameOf } from '../customers/names';
import { customerQuery } from '../customers/queries';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { FindOther } from './FindOther';
import { MergeForm } from './MergeForm';
import { texts } from './texts';

const route = getRouteApi('/office/customers/merge');

/** Two records beside each other; who is kept and who goes stands in the address. */
export function MergePage() {
  const t = useTexts(texts);
  const mayMerge = useMay('customers:merge');
  const { keep = '', merge = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const kept = useQuery({ ...customerQuery(keep), enabled: mayMerge && keep !== '' });
  const merged = useQuery({ ...customerQuery(merge), enabled: mayMerge && merge !== '' });
  return (
    <Page
      title={t.merge.title}
      back={{ link: { to: '/customers/duplicates' }, label: t.merge.back }}
    >
      {!mayMerge ? (
        <EmptyState icon="lock" title={t.notAllowed} />
      ) : (
        <Loaded query={kept} lines={8}>
          {(one) =>
            merge === '' || merge === keep ? (
              <FindOther
                of={one.data}
                name={nameOf(one.data, t.nameless)}
                onChoose={(other) => void navigate({ search: { keep, merge: other } })}
              />
            ) : (
              <Loaded query={merged} lines={8}>
                {(other) => (
                  <MergeForm
                    key={`${one.data.id}-${other.data.id}`}
                    keep={one}
                    merge={other}
                    onSwap={() =>
                      void navigate({ search: { keep: merge, merge: keep }, replace: true })
                    }
                  />
                )}
              </Loaded>
            )
          }
        </Loaded>
      )}
    </Page>
  );
}
