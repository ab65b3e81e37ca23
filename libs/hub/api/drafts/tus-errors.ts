import { ERRORS } from '@tus/server';
import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

interface TusFailure {
  readonly status_code: number;
  readonly body: string;
}

/** An error that the tus server knows how to answer. */
export class TusError extends Error implements TusFailure {
  readonly status_code: number;
  readonly body: string;

  constructor(readonly code: keyof typeof ERRORS) {
    super(code);
    const { status_code, body } = ERRORS[code];
    this.status_code = status_code;
    this.body = body;
  }
}

const isTusFailure = (error: unknown): error is TusFailure =>
  typeof (error as Partial<TusFailure> | null)?.status_code === 'number';

/** Maps errors of the tus server to rejections. Returns any other error as it is. */
export const fromTusError = async (failure: unknown, response: Response): Promise<unknown> => {
  if (failure !== undefined && !isTusFailure(failure)) return failure;
  const status = failure?.status_code ?? response.status;
  const reason = (failure?.body ?? (await response.text())).trim().slice(0, 200);
  switch (status) {
    case 404:
    case 410:
      return new Rejection('HUB_FILE_NOT_FOUND');
    case 409:
      return new Rejection('HUB_UPLOAD_OFFSET_MISMATCH');
    case 413:
      return new Rejection('TOO_LARGE', { max: LIMITS.modelFileBytes });
    case 500:
      // Another request holds the lock.
      return new Rejection('UNAVAILABLE');
    default:
      return new Rejection(/aborted/i.test(reason) ? 'UNAVAILABLE' : 'INVALID', { reason });
  }
};
