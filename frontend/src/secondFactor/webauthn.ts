/** The browser's side of passkeys, between the JSON forms of WebAuthn and its own objects. */

export function passkeysSupported(): boolean {
  return (
    typeof PublicKeyCredential !== 'undefined' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  );
}

/** Whoever waves the dialog away, or has no fitting key: no error of ours. */
export class PasskeyRefused extends Error {}

type Json = Record<string, unknown>;

/** Shows a passkey that is known to the service. */
export async function presentPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return asJson(() => navigator.credentials.get({ publicKey }));
}

/** Makes a new one on this device, or on one close by. */
export async function createPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return asJson(() => navigator.credentials.create({ publicKey }));
}

async function asJson(ask: () => Promise<Credential | null>): Promise<Json> {
  let credential: Credential | null;
  try {
    credential = await ask();
  } catch (cause) {
    throw new PasskeyRefused('The passkey was not presented.', { cause });
  }
  if (!(credential instanceof PublicKeyCredential)) {
    throw new PasskeyRefused('The browser gave no passkey.');
  }
  return credential.toJSON() as unknown as Json;
}
