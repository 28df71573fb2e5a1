import type { ScanContent } from '../../scan/content';
import type { Texts } from '../texts.fr';

export interface Explanation {
  title: string;
  text: string;
}

/** Why what was read cannot be opened; null for a card, which can. */
export function explain(content: ScanContent, t: Texts): Explanation | null {
  switch (content.kind) {
    case 'card':
      return null;
    case 'other-merchant':
      return {
        title: t.scan.otherMerchant.title,
        text: t.scan.otherMerchant.text(content.slug),
      };
    case 'poster':
      return t.scan.poster;
    case 'holder-link':
      return t.scan.holderLink;
    case 'foreign':
      return t.scan.foreign;
  }
}
