import { setTimeout as sleep } from 'node:timers/promises';
import { S3ServiceError } from 's3mini';

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 100;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

/** Retries throttled requests, server errors, and network errors a few times with exponential backoff. */
export const withRetry = async <T>(request: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error;
      await sleep(FIRST_WAIT_MS * 4 ** (attempt - 1));
    }
  }
};

const isTransient = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof S3ServiceError ? error.cause : error;
  return !(cause instanceof S3ServiceError) || cause.status === TOO_MANY_REQUESTS || cause.status >= SERVER_ERROR;
};
