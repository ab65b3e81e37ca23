import { LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';

interface TusError {
  readonly status_code: number;
  readonly body: string;
}

const isProtocols = (error: unknown): error is TusError =>
  typeof (error as Partial<TusError> | null)?.status_code === 'number';

/** What the protocol's server refuses, in the words of this one; what was thrown beneath it is thrown as it is. */
export const toTusError = async (failure: unknown, answer: Response): Promise<unknown> => {
  if (failure !== undefined && !isProtocols(failure)) return failure;
  const status = failure?.status_code ?? answer.status;
  const reason = (failure?.body ?? (await answer.text())).trim().slice(0, 200);
  switch (status) {
    case 404:
    case 410:
      return new Rejection('HUB_FILE_NOT_FOUND');
    case 409:
      return new Rejection('HUB_UPLOAD_OFFSET_MISMATCH');
    case 413:
      return new Rejection('TOO_LARGE', { max: LIMITS.modelFileBytes });
    case 500:
      // Somebody else goes on with it and does not let go.
      return new Rejection('UNAVAILABLE');
    default:
      return new Rejection(/aborted/i.test(reason) ? 'UNAVAILABLE' : 'INVALID', { reason });
  }
};
