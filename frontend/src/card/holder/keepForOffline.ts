const WORKER = '/card-sw.js';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): object };
}

/** From now on the page opens without a network too. A browser that refuses simply needs one. */
export async function keepForOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(trusted(WORKER), { scope: '/c/' });
  } catch {
    return;
  }
}

/** The page's policy lets a worker be named by a policy object only; ours knows one address. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('card-worker', { createScriptURL: () => address });
  return (policy?.createScriptURL(address) ?? address) as string;
}
