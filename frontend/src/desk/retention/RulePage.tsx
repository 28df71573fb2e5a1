import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { RetentionRule } from '../../api/retention';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { cx } from '../../ui/cx';
import { EmptyState } from '../../ui/EmptyState';
import { Sheet } from '../../ui/Sheet';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { Bounds } from './Bounds';
import { ChooseForm } from './ChooseForm';
import { Preview } from './Preview';
import { periodText } from './periods';
import { retentionQuery } from './queries';
import styles from './Retention.module.css';
import { texts } from './texts';

const route = getRouteApi('/office/privacy/retention/$rule');

/** One period: what the law says, what another choice would do, and choosing it. */
export function RulePage() {
  const t = useTexts(texts);
  const { rule: name } = route.useParams();
  const mayRead = useMay('privacy:read');
  const query = useQuery({ ...retentionQuery, enabled: mayRead });
  const [title, about] = t.names[name] ?? [t.rule.missing, ''];
  const rule = query.data?.rules.find((each) => each.name === name);
  return (
    <Page
      title={title}
      beside={
        rule && (
          <Badge tone={rule.choice ? 'info' : 'plain'}>
            {rule.choice ? t.chosen.mine : t.chosen.default}
          </Badge>
        )
      }
      lead={about}
      back={{ link: { to: '/privacy/retention' }, label: t.rule.back }}
    >
      {mayRead ? (
        <Loaded query={query} lines={8}>
          {() => {
            if (!rule) return <EmptyState icon="search" title={t.rule.missing} />;
            if (!rule.chosen_by_merchant) return <EmptyState icon="lock" title={t.rule.fixed} />;
            return <Choosing key={name} rule={rule} />;
          }}
        </Loaded>
      ) : (
        <EmptyState icon="lock" title={t.notAllowed} />
      )}
    </Page>
  );
}

function Choosing({ rule }: { rule: RetentionRule }) {
  const t = useTexts(texts).rule;
  const { period = rule.effective.period, days = 30 } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className={styles.trying}>
      <Sheet className={styles.panel} aria-labelledby="choose">
        <h2 id="choose">{t.choose}</h2>
        <ChooseForm
          rule={rule}
          period={period}
          onPeriod={(tried) =>
            void navigate({ search: (now) => ({ ...now, period: tried }), replace: true })
          }
        />
      </Sheet>
      <Sheet className={cx(styles.panel, styles.preview)} aria-labelledby="preview">
        <h2 id="preview">{t.preview}</h2>
        <Preview
          rule={rule.name}
          period={period}
          days={days}
          onDays={(ahead) =>
            void navigate({ search: (now) => ({ ...now, days: ahead }), replace: true })
          }
        />
      </Sheet>
      <Law rule={rule} period={period} />
    </div>
  );
}

function Law({ rule, period }: { rule: RetentionRule; period: string }) {
  const t = useTexts(texts).rule;
  const { language } = useLanguage();
  return (
    <Sheet className={styles.panel} aria-labelledby="law">
      <h2 id="law">{t.bounds}</h2>
      <Bounds rule={rule} period={period} />
      <dl className={styles.law}>
        {(['floor', 'default', 'ceiling'] as const).map((which) => (
          <div key={which}>
            <dt>
              <span>{t[which]}</span>
              <span>{periodText(rule[which].period, language)}</span>
            </dt>
            <dd lang="fr">{rule[which].source}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
