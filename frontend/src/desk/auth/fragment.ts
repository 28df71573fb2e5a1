import { useState } from 'react';

/** The secret of a mailed link stands behind `#`, where no server log sees it. It works once. */
export function useSecretOfLink(): string {
  const [secret] = useState(() => window.location.hash.slice(1));
  return secret;
}
