import { ApiProblem } from '../api/problems';
import type { Card, Program } from '../api/types';

export type SponsorObstacle = 'unknown' | 'otherProgram' | 'closed' | 'own';

/** Why a card cannot be the one of whoever sent the customer. */
export function sponsorObstacle(
  card: Card,
  program: Program,
  customerId: string | undefined,
): SponsorObstacle | null {
  if (card.program.id !== program.id) return 'otherProgram';
  if (card.status !== 'active') return 'closed';
  return customerId !== undefined && card.customer?.id === customerId ? 'own' : null;
}

/** Any other failure says nothing about the card: the service will look again. */
export function isUnknownCard(error: unknown): boolean {
  return error instanceof ApiProblem && [404, 410, 422].includes(error.status);
}
