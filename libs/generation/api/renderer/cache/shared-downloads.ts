import type { FetchTerms } from './fetch-manifest.js';

interface Fetch {
  readonly done: Promise<void>;
  readonly ears: Set<(bytes: number) => void>;
  readonly end: AbortController;
}

/** Those who wish for the same wait for one fetch; it is given up when nobody wishes for it any more. */
export class SharedDownloads {
  private readonly running = new Map<string, Fetch>();

  /** @throws what the fetch throws, or the reason of this one's own signal */
  async join(
    name: string,
    { signal, onBytes }: FetchTerms,
    fetch: (terms: FetchTerms) => Promise<void>,
  ): Promise<void> {
    signal.throwIfAborted();
    const known = this.running.get(name);
    const mine = known && !known.end.signal.aborted ? known : this.begin(name, fetch);
    mine.ears.add(onBytes);
    try {
      await Promise.race([mine.done, aborted(signal)]);
    } finally {
      mine.ears.delete(onBytes);
      if (mine.ears.size === 0) mine.end.abort(new Error('Nobody wants it any more.'));
    }
  }

  private begin(name: string, fetch: (terms: FetchTerms) => Promise<void>): Fetch {
    const ears = new Set<(bytes: number) => void>();
    const end = new AbortController();
    const tell = (bytes: number): void => ears.forEach((ear) => ear(bytes));
    const done = fetch({ signal: end.signal, onBytes: tell });
    const begun: Fetch = { done, ears, end };
    const forget = (): void => {
      if (this.running.get(name) === begun) this.running.delete(name);
    };
    done.then(forget, forget);
    this.running.set(name, begun);
    return begun;
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
