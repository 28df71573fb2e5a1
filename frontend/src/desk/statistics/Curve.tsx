import { ticks } from '../home/days';
import { useFormats } from '../shell/useFormats';
import styles from './Curve.module.css';
import { pieces } from './pieces';
import { useNarrow } from './useNarrow';

const WIDE = { width: 900, height: 240, left: 46, right: 10, names: 8 };
const NARROW = { width: 300, height: 180, left: 34, right: 2, names: 3 };
const TOP = 12;
const BOTTOM = 26;

interface CurveProps {
  /** A sentence for the ear; the numbers are in the table beside. */
  label: string;
  /** null: not told. */
  values: readonly (number | null)[];
  before: readonly (number | null)[];
  names: readonly string[];
  titles: readonly string[];
}

/** A line with what was before as a dashed one; interrupted where nothing may be told. */
export function Curve({ label, values, before, names, titles }: CurveProps) {
  const { number } = useFormats();
  const narrow = useNarrow();
  const { width, height, left, right, names: fitting } = narrow ? NARROW : WIDE;
  const steps = ticks(Math.max(...[...values, ...before].map((value) => value ?? 0)));
  const top = steps.at(-1) ?? 1;
  const count = Math.max(values.length, before.length, 2);
  const slot = (width - left - right) / count;
  const x = (index: number) => left + slot * (index + 0.5);
  const y = (value: number) => TOP + (height - TOP - BOTTOM) * (1 - value / top);
  const every = Math.ceil(names.length / fitting);
  const line = (piece: readonly (readonly [number, number])[]) =>
    piece.map(([index, value], at) => `${at ? 'L' : 'M'}${x(index)} ${y(value)}`).join('');
  return (
    <svg className={styles.curve} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {steps.map((step) => (
        <g key={step}>
          <line x1={left} x2={width - right} y1={y(step)} y2={y(step)} className={styles.rule} />
          <text x={left - 8} y={y(step) + 4} className={styles.scale}>
            {number(step)}
          </text>
        </g>
      ))}
      {pieces(before).map((piece) => (
        <path key={piece[0]?.[0]} d={line(piece)} className={styles.before} />
      ))}
      {pieces(values).map((piece) => {
        const [first, last] = [piece[0]?.[0] ?? 0, piece.at(-1)?.[0] ?? 0];
        return (
          <g key={first}>
            <path
              d={`${line(piece)}L${x(last)} ${y(0)}L${x(first)} ${y(0)}Z`}
              className={styles.area}
            />
            <path d={line(piece)} className={styles.line} />
          </g>
        );
      })}
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
        <g key={index} className={styles.point}>
          <rect x={x(index) - slot / 2} y={TOP} width={slot} height={height - TOP - BOTTOM}>
            <title>{titles[index]}</title>
          </rect>
          {value !== null && (
            <circle cx={x(index)} cy={y(value)} r={narrow || values.length > 40 ? 2.5 : 3.5} />
          )}
          {index % every === 0 && (
            <text x={x(index)} y={height - 6} className={styles.name}>
              {names[index]}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
