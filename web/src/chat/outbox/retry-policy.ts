import type { ErrorDetail } from '@visionary/contract';
import type { RejectionCode } from '../../shared/api/rejection.js';

/** How to handle a rejection: reject, retry later, or retry on the next valid connection. */
export type RetryDecision =
  | { readonly kind: 'no' | 'connected' }
  | { readonly kind: 'later'; readonly afterMs: number };

/** A temporary error: the server will accept it later. */
const RETRYABLE_CODES: readonly RejectionCode[] = ['RATE_LIMITED', 'TIMEOUT', 'SHUTTING_DOWN', 'UNAVAILABLE'];
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** @param failures the number of consecutive failures before this one */
export function decideRetry(code: RejectionCode, { retryAfterSeconds }: ErrorDetail, failures: number): RetryDecision {
  // Offline or signed out: the next connection triggers a retry.
  if (code === 'OFFLINE' || code === 'UNAUTHENTICATED') return { kind: 'connected' };
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  const retryAfterMs = typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1_000 : 0;
  return RETRYABLE_CODES.includes(code) ? { kind: 'later', afterMs: Math.max(retryAfterMs, pauseMs) } : { kind: 'no' };
}
