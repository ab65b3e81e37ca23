import type { ErrorCode, ErrorDetail } from '@visionary/contract';

/** What this side finds out by itself: no answer within the deadline, or no connection to ask over. */
export const CLIENT_CODES = ['TIMEOUT', 'OFFLINE'] as const;
export type RejectionCode = ErrorCode | (typeof CLIENT_CODES)[number];

/** The expected no, over HTTP and socket alike. Its sentence is `errors.<code>` in the messages. */
export class Rejection extends Error {
  constructor(
    readonly code: RejectionCode,
    readonly detail: ErrorDetail = {},
  ) {
    super(code);
    this.name = 'Refused';
  }
}

/** Converts any error to a Rejection. Unexpected errors become INTERNAL and are logged to the console. */
export function toRejection(error: unknown): Rejection {
  if (error instanceof Rejection) return error;
  reportError(error);
  return new Rejection('INTERNAL');
}
