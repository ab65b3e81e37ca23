type Scalar = string | number | boolean;
export type RejectionDetail = Readonly<Record<string, Scalar | readonly Readonly<Record<string, Scalar>>[]>>;

/** An expected no. Clients get its code and detail over HTTP and the socket. Any other error is a bug. */
export class Rejection extends Error {
  constructor(
    readonly code: string,
    readonly detail?: RejectionDetail,
  ) {
    super(code);
    this.name = 'Rejection';
  }
}

export const isRejection = (error: unknown, code?: string): error is Rejection =>
  error instanceof Rejection && (code === undefined || error.code === code);
