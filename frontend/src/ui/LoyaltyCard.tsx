import type { CSSProperties } from 'react';
import { mostReadable } from './colour';
import { cx } from './cx';
import { Icon } from './Icon';
import styles from './LoyaltyCard.module.css';
import { StampIcon } from './StampIcon';
import type { StampName } from './stamps';

export interface CardDesign {
  template: string;
  background: string;
  foreground: string;
  accent: string;
  stamp: string;
  /** The name of a picture behind it, and how many percent of the background lie over it. */
  image?: string | null;
  veil?: number;
}

interface LoyaltyCardProps {
  merchantName: string;
  /** Whose pictures these are; without it the card is drawn without them. */
  slug?: string | undefined;
  logo?: string | null | undefined;
  programName: string;
  design: CardDesign;
  slots: number;
  balance: number;
  rewards?: readonly { name: string; cost: number }[];
  /** What the grid says to those who do not see it, e.g. "7 tampons sur 10". */
  progress: string;
  holder?: string | null;
  number?: string | null;
  /** How many of the last stamps were added just now: they land with a little movement. */
  fresh?: number;
  /** A card of points: a sum and the way to the next reward, in place of the stamps. */
  points?: PointsFace | undefined;
  tier?: string | null | undefined;
}

export interface PointsFace {
  /** The balance as it is read: "142". */
  sum: string;
  unit: string;
  /** What comes next, in words. */
  next: string;
  /** How much of the way to it is done, 0 to 1. */
  share: number;
}

/** Where a shop shows a picture of its own to everybody. */
export const pictureAt = (slug: string, name: string) =>
  `/v1/public/${slug}/images/${name}?size=small`;

/** Beyond this a grid is too fine to count at a glance: a bar tells more. */
const MOST_STAMPS = 30;

/**
 * The merchant's card, the same in the designer, at the counter and in the customer's phone.
 * Its only state is its properties, so that React and Preact draw it alike.
 */
export function LoyaltyCard(props: LoyaltyCardProps) {
  const { design, slots, balance, progress, slug } = props;
  const picture = (name: string | null | undefined, style: string | undefined) =>
    slug && name && <img className={style} src={pictureAt(slug, name)} alt="" />;
  const colours = {
    '--card-paper': design.background,
    '--card-ink': design.foreground,
    '--card-accent': design.accent,
    '--card-on-accent': mostReadable(design.accent, ['#ffffff', '#1b2440', design.background]),
    '--card-veil': `${design.veil}%`,
  } as CSSProperties;
  return (
    <article className={cx(styles.card, styles[design.template])} style={colours}>
      {picture(design.image, styles.art)}
      <header className={styles.head}>
        <div className={styles.names}>
          <p className={styles.merchant}>{props.merchantName}</p>
          <p className={styles.program}>{props.programName}</p>
          {props.tier && <p className={styles.tier}>{props.tier}</p>}
        </div>
        <span className={styles.emblem}>
          <StampIcon name={design.stamp as StampName} size={26} paper="var(--card-accent)" />
          {picture(props.logo, styles.logo)}
        </span>
      </header>
      {props.points ? (
        <Points {...props.points} />
      ) : slots <= MOST_STAMPS ? (
        <Stamps {...props} />
      ) : (
        <Bar {...props} />
      )}
      <footer className={styles.foot}>
        <span>{props.holder}</span>
        {!props.points && (
          <span className={styles.count}>
            {balance}
            <span className={styles.of}>/{slots}</span>
            <span className="visually-hidden"> — {progress}</span>
          </span>
        )}
        <span className={styles.number}>{props.number}</span>
      </footer>
    </article>
  );
}

function Stamps({ design, slots, balance, rewards = [], progress, fresh = 0 }: LoyaltyCardProps) {
  const gifts = new Set(rewards.map((reward) => reward.cost));
  const grid = { '--columns': columns(slots) } as CSSProperties;
  return (
    <div className={styles.grid} style={grid} role="img" aria-label={progress}>
      {Array.from({ length: slots }, (_, index) => {
        const place = index + 1;
        const filled = place <= balance;
        return (
          <span
            key={place}
            className={cx(
              styles.slot,
              filled && styles.filled,
              gifts.has(place) && styles.gift,
              filled && place > balance - fresh && styles.fresh,
            )}
            style={filled ? { rotate: `${tilt(place)}deg` } : undefined}
          >
            {filled ? (
              <StampIcon name={design.stamp as StampName} size="62%" paper="var(--card-accent)" />
            ) : gifts.has(place) ? (
              <Icon name="gift" size={18} />
            ) : (
              place
            )}
          </span>
        );
      })}
    </div>
  );
}

function Points({ sum, unit, next, share }: PointsFace) {
  return (
    <div className={styles.points}>
      <p className={styles.sum}>
        {sum} <span className={styles.unit}>{unit}</span>
      </p>
      <span className={styles.bar}>
        <span className={styles.level} style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
      </span>
      <p className={styles.next}>{next}</p>
    </div>
  );
}

function Bar({ slots, balance, rewards = [], progress }: LoyaltyCardProps) {
  const share = (units: number) => `${Math.min(100, (units / slots) * 100)}%`;
  return (
    <div className={styles.bar} role="img" aria-label={progress}>
      <span className={styles.level} style={{ inlineSize: share(balance) }} />
      {rewards.map((reward) => (
        <span
          key={reward.cost}
          className={styles.mark}
          style={{ insetInlineStart: share(reward.cost) }}
        />
      ))}
    </div>
  );
}

/** Rows of the same length where possible, never more than six in a row. */
export function columns(slots: number): number {
  if (slots <= 5) return Math.max(slots, 1);
  const best = [5, 6, 4].find((count) => slots % count === 0);
  return best ?? (slots <= 8 ? 4 : slots <= 20 ? 5 : 6);
}

/** A hand never stamps twice at the same angle; this one is the same at every drawing. */
function tilt(place: number): number {
  return ((place * 47) % 23) - 11;
}
