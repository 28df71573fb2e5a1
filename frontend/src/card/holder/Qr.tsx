import { encode } from 'uqr';
import styles from './Qr.module.css';

/** Modules of white around the code; scanners need four. */
const QUIET_ZONE = 4;

/** Always black on white, whatever the colours of the page: scanners expect it. */
export function Qr({ content, label }: { content: string; label: string }) {
  const { path, size } = qrPath(content);
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

/** One path of horizontal runs: a few hundred bytes where one square a module takes kilobytes. */
export function qrPath(content: string): { path: string; size: number } {
  const { data, size } = encode(content, { ecc: 'M', border: QUIET_ZONE });
  let path = '';
  data.forEach((row, y) => {
    let start = -1;
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && start < 0) start = x;
      if (!row[x] && start >= 0) {
        path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
        start = -1;
      }
    }
  });
  return { path, size };
}
