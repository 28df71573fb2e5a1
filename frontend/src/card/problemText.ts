import { ApiProblem, NetworkProblem } from '../api/problems';
import type { CardTexts } from './texts.fr';

/** The few problems that this page can meet; the full table would cost a tenth of its budget. */
export function problemText(error: unknown, t: CardTexts['problem']): string {
  if (error instanceof NetworkProblem) {
    return error.reason === 'offline' ? t.offline : t.unreachable;
  }
  if (!(error instanceof ApiProblem)) return t.unknown;
  if (error.code === 'TOO_MANY_ATTEMPTS') return t.tooMany;
  if (error.code === 'PROGRAM_NOT_ACTIVE' || error.code === 'PROGRAM_NOT_FOUND') {
    return t.closedProgram;
  }
  // The shop's affair with its plan, of which the customer hears no more than that.
  if (error.code === 'PLAN_LIMIT' || error.code === 'FROZEN_BY_PLAN') return t.noRoom;
  if (error.status === 422) return t.fields;
  return error.status >= 500 ? t.unavailable : t.unknown;
}
