import { shallowRef } from 'vue';
import { toRejection, type Rejection } from '../api/rejection.js';

export interface RequestOptions<T> {
  /** Runs with each reply that counts. */
  onReply?: (reply: T) => void;
  /** While false there is nothing to request, and loading removes what is known. */
  when?: () => boolean;
  /** How long `loadSoon` waits for the next call. Without it, `loadSoon` does not wait. */
  debounceMs?: number;
  /** The longest that calls in a row delay it. */
  maxWaitMs?: number;
}

/** A request and the reply to its latest sending. What is known stays until the next reply, and after an error. */
export function createQuery<T>(
  fetch: () => Promise<T>,
  { onReply, when, debounceMs, maxWaitMs = Infinity }: RequestOptions<T> = {},
) {
  const data = shallowRef<T | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const loading = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  /** `performance.now()` of the first call since the last request. */
  let waitingSince: number | null = null;

  /** Replies to requests sent before are ignored. */
  function cancel(): void {
    clearTimeout(timer);
    waitingSince = null;
    latest += 1;
    loading.value = false;
  }
  function clear(): void {
    cancel();
    data.value = rejection.value = null;
  }
  /** Applies a reply that came another way, which is newer than any request sent before. What `loadSoon` waits to request is newer. */
  function set(reply: T): void {
    latest += 1;
    loading.value = false;
    [data.value, rejection.value] = [reply, null];
    onReply?.(reply);
  }
  async function load(): Promise<void> {
    cancel();
    if (when?.() === false) return clear();
    const current = latest;
    [loading.value, rejection.value] = [true, null];
    try {
      const reply = await fetch();
      if (current === latest) set(reply);
    } catch (error) {
      const reason = toRejection(error);
      if (current === latest) [rejection.value, loading.value] = [reason, false];
    }
  }
  function loadSoon(): void {
    clearTimeout(timer);
    if (debounceMs === undefined || when?.() === false) return void load();
    const now = performance.now();
    waitingSince ??= now;
    timer = setTimeout(
      () => {
        waitingSince = null;
        void load();
      },
      Math.max(0, Math.min(debounceMs, waitingSince + maxWaitMs - now)),
    );
  }
  return { data, rejection, loading, load, loadSoon, set, clear, cancel };
}

/** Runs once more if it was called while running. */
export function coalesceRuns(work: () => Promise<void>): () => Promise<void> {
  let [isBusy, isQueued] = [false, false];
  return async () => {
    isQueued = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isQueued) {
        isQueued = false;
        await work();
      }
    } finally {
      isBusy = false;
    }
  };
}
