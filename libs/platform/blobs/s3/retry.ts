import { setTimeout as later } from 'node:timers/promises';
import { S3ServiceError } from 's3mini';

const TRIES = 4;
const FIRST_WAIT_MS = 100;
const SLOW_DOWN = 429;
const THEIR_FAULT = 500;

/** Retries throttled requests, server errors, and network errors a few times with exponential backoff. */
export const withRetry = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === TRIES || !isPassing(error)) throw error;
      await later(FIRST_WAIT_MS * 4 ** (attempt - 1));
    }
  }
};

const isPassing = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof S3ServiceError ? error.cause : error;
  return !(cause instanceof S3ServiceError) || cause.status === SLOW_DOWN || cause.status >= THEIR_FAULT;
};
