import { useEffect, useRef } from 'react';
import { WedgeBuffer, type WedgeScan } from './wedge';

/** A scanner that types: works wherever the focus is, and its Enter presses nothing. */
export function useWedge(onScan: (scan: WedgeScan) => void): void {
  const report = useRef(onScan);
  report.current = onScan;
  useEffect(() => {
    const buffer = new WedgeBuffer();
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.isComposing) return;
      const { key, code, shiftKey: shift, timeStamp: at } = event;
      const scan = buffer.press({ key, code, shift, at });
      if (!scan) return;
      event.preventDefault();
      event.stopPropagation();
      report.current(scan);
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, []);
}
