import type { ErrorCode, ErrorDetail } from '@visionary/contract';

/** Codes created by the client: no response within the deadline, or no connection. */
export const CLIENT_CODES = ['TIMEOUT', 'OFFLINE'] as const;
export type RejectionCode = ErrorCode | (typeof CLIENT_CODES)[number];

/** An expected no, over HTTP or the socket. Its text is `errors.<code>` in the messages. */
export class Rejection extends Error {
  constructor(
    readonly code: RejectionCode,
    readonly detail: ErrorDetail = {},
  ) {
    super(code);
    this.name = 'Rejection';
  }
}

/** Converts any error to a Rejection. Unexpected errors become INTERNAL and are logged to the console. */
export function toRejection(error: unknown): Rejection {
  if (error instanceof Rejection) return error;
  reportError(error);
  return new Rejection('INTERNAL');
}
