import { STAMPS, type StampName } from './stamps';

/** A stamp's picture in the current colour; `paper` is what shows through its cut lines. */
export function StampIcon({
  name,
  size = 24,
  paper = 'var(--sheet)',
}: {
  name: StampName;
  size?: number | string;
  paper?: string;
}) {
  const stamp: { fill: string; cut: string; line?: string } = STAMPS[name] ?? STAMPS.star;
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={stamp.fill} fill="currentColor" fillRule="evenodd" />
      {stamp.line && (
        <path
          d={stamp.line}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
      {stamp.cut && (
        <path
          d={stamp.cut}
          fill="none"
          style={{ stroke: paper }}
          strokeWidth="1.3"
          strokeLinecap="round"
        />
      )}
    </svg>
  );
}
