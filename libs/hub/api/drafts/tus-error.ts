import { ERRORS } from '@tus/server';

/** What the protocol's server knows how to answer. */
export class TusError extends Error {
  readonly status_code: number;
  readonly body: string;

  constructor(readonly code: keyof typeof ERRORS) {
    super(code);
    const { status_code, body } = ERRORS[code];
    this.status_code = status_code;
    this.body = body;
  }
}
