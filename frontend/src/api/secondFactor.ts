import { entering } from './accounts';
import { call, segment } from './http';
import type {
  Me,
  NewPasskey,
  Passkey,
  PasskeyRequest,
  RecoveryCodes,
  SecondFactor,
  TotpSecret,
} from './types';

type Credential = Record<string, unknown>;

// Signing in

export type Proof = { code: string } | { recovery_code: string } | { credential: Credential };

export const proveSecondFactor = (challenge: string, proof: Proof) =>
  entering(call<Me>('POST', '/v1/sessions/second-factor', { body: { challenge, ...proof } }));

export async function askPasskey(): Promise<PasskeyRequest> {
  return (await call<PasskeyRequest>('POST', '/v1/sessions/passkey-options')).data;
}

export const signInByPasskey = (challenge: string, credential: Credential) =>
  entering(call<Me>('POST', '/v1/sessions/passkey', { body: { challenge, credential } }));

// One's own

export async function getSecondFactor(): Promise<SecondFactor> {
  return (await call<SecondFactor>('GET', '/v1/me/second-factor')).data;
}

export async function beginTotp(): Promise<TotpSecret> {
  return (await call<TotpSecret>('POST', '/v1/me/totp')).data;
}

export async function confirmTotp(code: string): Promise<RecoveryCodes> {
  return (await call<RecoveryCodes>('POST', '/v1/me/totp/confirmation', { body: { code } })).data;
}

export async function removeTotp(password: string): Promise<void> {
  await call('POST', '/v1/me/totp/removal', { body: { password } });
}

export async function renewRecoveryCodes(password: string): Promise<RecoveryCodes> {
  return (await call<RecoveryCodes>('POST', '/v1/me/recovery-codes', { body: { password } })).data;
}

export async function beginPasskey(): Promise<PasskeyRequest> {
  return (await call<PasskeyRequest>('POST', '/v1/me/passkeys/options')).data;
}

export async function addPasskey(body: {
  challenge: string;
  credential: Credential;
  name: string;
}): Promise<NewPasskey> {
  return (await call<NewPasskey>('POST', '/v1/me/passkeys', { body })).data;
}

export async function removePasskey({ id }: Passkey, password: string): Promise<void> {
  await call('POST', `/v1/me/passkeys/${segment(id)}/removal`, { body: { password } });
}
