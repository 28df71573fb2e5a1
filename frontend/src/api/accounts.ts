import { actForMerchant, call, keepCsrfToken, segment } from './http';
import type {
  ApiKey,
  Language,
  Me,
  Merchant,
  MerchantChange,
  Page,
  PageQuery,
  Scope,
  Session,
  SignUp,
} from './types';
import { getVersioned, patchVersioned } from './versioned';

export async function signUp(body: SignUp): Promise<void> {
  await call('POST', '/v1/sign-ups', { body });
}

/** `password` is asked where the link is opened in another browser than the form was filled in. */
export const verifySignUp = (token: string, password?: string) =>
  entering(call<Me>('POST', '/v1/sign-ups/verification', { body: { token, password } }));

export const signIn = (email: string, password: string) =>
  entering(call<Me>('POST', '/v1/sessions', { body: { email, password } }));

export const getMe = () => entering(call<Me>('GET', '/v1/me'));

export async function signOut(): Promise<void> {
  await call('DELETE', '/v1/sessions/current');
  keepCsrfToken(null);
  actForMerchant(null);
}

/** Whoever tells who we are also hands out the token for changing things. */
export async function entering(answer: Promise<{ data: Me }>): Promise<Me> {
  const { data } = await answer;
  keepCsrfToken(data.csrf_token);
  return data;
}

export async function changeMe(change: { first_name?: string; language?: Language }): Promise<Me> {
  return (await call<Me>('PATCH', '/v1/me', { body: change })).data;
}

export async function changePassword(current: string, next: string): Promise<void> {
  await call('PUT', '/v1/me/password', { body: { current_password: current, new_password: next } });
}

export async function askPasswordReset(email: string): Promise<void> {
  await call('POST', '/v1/password-resets', { body: { email } });
}

export async function completePasswordReset(token: string, password: string): Promise<void> {
  await call('POST', '/v1/password-resets/completion', { body: { token, password } });
}

export async function listSessions(query?: PageQuery): Promise<Page<Session>> {
  return (await call<Page<Session>>('GET', '/v1/sessions', { query: query ?? {} })).data;
}

export async function endSession(id: string): Promise<void> {
  await call('DELETE', `/v1/sessions/${segment(id)}`);
}

export async function endOtherSessions(): Promise<void> {
  await call('DELETE', '/v1/sessions');
}

export const getMerchant = () => getVersioned<Merchant>('/v1/merchant');

export const changeMerchant = (etag: string, change: MerchantChange) =>
  patchVersioned<Merchant>('/v1/merchant', etag, change);

export async function listApiKeys(query?: PageQuery): Promise<Page<ApiKey>> {
  return (await call<Page<ApiKey>>('GET', '/v1/api-keys', { query: query ?? {} })).data;
}

/** The secret is in this answer and nowhere else. */
export async function createApiKey(
  name: string,
  scopes: Scope[],
): Promise<ApiKey & { secret: string }> {
  const body = { name, scopes };
  return (await call<ApiKey & { secret: string }>('POST', '/v1/api-keys', { body })).data;
}

export async function revokeApiKey(id: string): Promise<void> {
  await call('DELETE', `/v1/api-keys/${segment(id)}`);
}
