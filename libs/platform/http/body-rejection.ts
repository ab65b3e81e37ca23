import { Rejection } from '@visionary/kernel';

const TOO_LARGE = 413;
const SERVER_ERROR = 500;

/** Turns an error of body-parser about the body itself, which has a 4xx status, into a rejection. */
export const bodyRejection = (error: unknown, limitBytes?: number): unknown => {
  const { status } = (error ?? {}) as { status?: unknown };
  if (typeof status !== 'number' || status >= SERVER_ERROR) return error;
  if (status !== TOO_LARGE) return new Rejection('INVALID');
  return new Rejection('TOO_LARGE', limitBytes === undefined ? undefined : { max: limitBytes });
};
