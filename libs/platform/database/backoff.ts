/** How long work that lost a conflict is tried again. */
export const RETRY_FOR_MS = 5_000;

const MAX_PAUSE_MS = 200;

/** Exponential backoff with full jitter. */
export const pauseBefore = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt)));
