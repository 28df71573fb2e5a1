import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Card, Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button, look } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { programsQuery } from '../programs/queries';
import { useMay } from '../session/me';
import { Loaded } from '../shell/states';
import { CardPanel } from './CardPanel';
import styles from './Cards.module.css';
import page from './CustomerPage.module.css';
import { Enrol } from './Enrol';
import { PageLink } from './PageLink';
import { cardsOfQuery } from './queries';
import { texts } from './texts';
import { useBar } from './useBar';

const route = getRouteApi('/office/customers/$customerId');

/** The customer's cards; the one looked at stands in the address. */
export function Cards({ customer }: { customer: Customer }) {
  const t = useTexts(texts).cards;
  const { card: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(cardsOfQuery(customer.id));
  const [enrolling, setEnrolling] = useState(false);
  const bar = useBar(customer);
  const [pageUrl, setPageUrl] = useState<string | null>(null);
  const show = (card: string) => void navigate({ search: { card }, replace: true });
  return (
    <>
      <Sheet className={page.panel} aria-labelledby="cards">
        <div className={page.headline}>
          <h2 id="cards">{t.title}</h2>
          <EnrolButton cards={query.data ?? []} bar={bar} onClick={() => setEnrolling(true)} />
        </div>
        <Loaded query={query} lines={5}>
          {(all) => {
            const cards = inOrder(all);
            const card = cards.find((each) => each.id === wanted) ?? cards[0];
            if (!card) return <p className={page.hint}>{t.none}</p>;
            return (
              <>
                {cards.length > 1 && <Choice cards={cards} shown={card} onShow={show} />}
                <CardPanel key={card.id} card={card} customer={customer} onPageUrl={setPageUrl} />
              </>
            );
          }}
        </Loaded>
      </Sheet>
      {enrolling && (
        <Enrol
          customerId={customer.id}
          taken={programsHeld(query.data ?? [])}
          onClose={() => setEnrolling(false)}
          onEnrolled={(card) => {
            setEnrolling(false);
            setPageUrl(card.page_url);
            show(card.id);
          }}
        />
      )}
      {pageUrl && <PageLink url={pageUrl} onClose={() => setPageUrl(null)} />}
    </>
  );
}

/** Open cards first, the fullest of them on top. */
export function inOrder(cards: readonly Card[]): Card[] {
  const rank = (card: Card) => (card.status === 'active' ? 0 : 1);
  return [...cards].sort((a, b) => rank(a) - rank(b) || b.balance - a.balance);
}

/** One active card per program and customer. */
export function programsHeld(cards: readonly Card[]): Set<string> {
  return new Set(cards.filter((card) => card.status === 'active').map((card) => card.program.id));
}

interface EnrolButtonProps {
  cards: readonly Card[];
  /** Why another card would be refused. */
  bar: string | null;
  onClick: () => void;
}

function EnrolButton({ cards, bar, onClick }: EnrolButtonProps) {
  const t = useTexts(texts).cards;
  const mayEnrol = useMay('cards:write');
  const { data: programs } = useQuery(programsQuery);
  if (!mayEnrol || !programs) return null;
  const held = programsHeld(cards);
  const open = programs.filter(({ id, status }) => status === 'active' && !held.has(id));
  if (open.length > 0) {
    return (
      <>
        <Button
          size="small"
          variant={cards.length || bar ? 'secondary' : 'primary'}
          icon="plus"
          disabled={bar !== null}
          aria-describedby={bar ? 'enrol-bar' : undefined}
          onClick={onClick}
        >
          {t.enrol}
        </Button>
        {bar && (
          <p id="enrol-bar" className={page.hint}>
            {bar}
          </p>
        )}
      </>
    );
  }
  if (cards.length > 0) return null;
  return (
    <p className={page.hint}>
      {t.noProgram}{' '}
      <Link to="/programs" className={look({ size: 'small', variant: 'secondary' })}>
        {t.toPrograms}
      </Link>
    </p>
  );
}

interface ChoiceProps {
  cards: readonly Card[];
  shown: Card;
  onShow: (id: string) => void;
}

function Choice({ cards, shown, onShow }: ChoiceProps) {
  const t = useTexts(texts).cards;
  return (
    <fieldset className={styles.choice} aria-label={t.choose}>
      {cards.map((card) => (
        <label key={card.id}>
          <input
            type="radio"
            name="card"
            className="visually-hidden"
            checked={card.id === shown.id}
            onChange={() => onShow(card.id)}
          />
          <span>
            {card.program.name} <strong>{card.balance}</strong>
            {card.status !== 'active' && (
              <Badge>{card.status === 'merged' ? t.merged : t.closed}</Badge>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
