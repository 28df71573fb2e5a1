import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { readScan } from '../../scan/content';
import { Dialog } from '../../ui/Dialog';
import { useIdentity } from '../counter';
import { CameraWindow } from '../scanner/CameraWindow';
import { type Explanation, explain } from '../scanner/explain';
import { texts as counterTexts } from '../texts';
import { texts } from './texts';

interface SponsorScanProps {
  onCard: (code: string) => void;
  onClose: () => void;
}

export function SponsorScan({ onCard, onClose }: SponsorScanProps) {
  const t = useTexts(texts).sponsor;
  const c = useTexts(counterTexts);
  const { membership } = useIdentity();
  const [wrong, setWrong] = useState<Explanation | null>(null);
  const read = (text: string) => {
    const content = readScan(text, membership.merchant_slug);
    if (content.kind === 'card') onCard(content.code);
    else setWrong(explain(content, c));
  };
  return (
    <Dialog open onClose={onClose} title={t.scanTitle} closeLabel={c.close} kind="sheet">
      <CameraWindow onRead={read} wrong={wrong} />
    </Dialog>
  );
}
