import { ApiProblem } from '../api/problems';

export type Method = 'totp' | 'passkey' | 'recovery_code';

/** Half signed in: the password was right, and something else is asked for. */
export interface Challenge {
  challenge: string;
  methods: Method[];
  passkey_options: Record<string, unknown> | null;
}

/** What the refusal of a sign-in asks for besides; null where it is another refusal. */
export function challengeOf(error: unknown): Challenge | null {
  if (!(error instanceof ApiProblem) || error.code !== 'SECOND_FACTOR_REQUIRED') return null;
  return error.extras as unknown as Challenge;
}
