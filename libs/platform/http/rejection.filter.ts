import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { ERROR_STATUS, type ErrorCode, type ErrorView } from '@visionary/contract';
import { isRejection, storageCodeOf } from '@visionary/kernel';
import { isUnavailable } from '@visionary/platform/database';
import type { Request, Response } from 'express';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
};

const BAD_REQUEST = 400;

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code);

const codeOfStatus = (status: number): ErrorCode | null =>
  status >= 400 && status < 500 ? (BY_STATUS[status] ?? 'INVALID') : null;

/**
 * Only errors of this server blame the caller: its exceptions, and Express' for a path that can't be decoded. The
 * status of any other error belongs to another exchange, such as a bucket that denies access.
 */
const clientErrorCode = (error: unknown): ErrorCode | null => {
  if (error instanceof HttpException) return codeOfStatus(error.getStatus());
  return error instanceof URIError && (error as { status?: unknown }).status === BAD_REQUEST ? 'INVALID' : null;
};

/** A failure of the database or the disk that ends by itself or by an operator's hand. */
const serviceErrorCode = (error: unknown): ErrorCode | null =>
  storageCodeOf(error) ?? (isUnavailable(error) ? 'UNAVAILABLE' : null);

/**
 * Turns thrown errors into replies: a Rejection into its code, anything else into INTERNAL with an id that is also
 * logged.
 */
@Catch()
export class RejectionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly onStorageFailure: (error: unknown) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const view = this.viewOf(error, request);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const wait = view.detail?.['retryAfterSeconds'];
    if (wait !== undefined) response.setHeader('Retry-After', String(wait));
    // Overrides the long cache lifetime of images.
    response.setHeader('Cache-Control', 'no-store');
    // The reply isn't the file that the header names.
    response.removeHeader('Content-Disposition');
    response.status(ERROR_STATUS[view.code]).type('json').json(view);
  }

  /** Logs neither paths nor bodies, because paths contain invitation tokens and bodies contain passwords. */
  private viewOf(error: unknown, request: Request): ErrorView {
    const route = `${request.method} ${String((request.route as { path?: unknown } | undefined)?.path ?? '?')}`;
    const rejectionCode = isRejection(error) && isCode(error.code) ? error.code : null;
    const code = rejectionCode ?? clientErrorCode(error) ?? serviceErrorCode(error);
    if (!code) {
      const id = randomUUID();
      this.logger.error('Request failed', { id, route }, error instanceof Error ? error : new Error(String(error)));
      return { code: 'INTERNAL', detail: { id } };
    }
    if (code === 'STORAGE_UNAVAILABLE') this.onStorageFailure(error);
    this.logger.log('Request rejected', { route, code });
    const detail = isRejection(error) ? error.detail : code === 'UNAVAILABLE' ? { retryAfterSeconds: 1 } : undefined;
    return detail ? { code, detail: { ...detail } } : { code };
  }
}
