/** Replaces the promise of an evicted value; nothing awaits it. */
const EVICTED = new Promise<never>(() => undefined);

/** A value that loads or is loaded, and how many callers lease or wait for it. */
export class PoolEntry<T, A> {
  users = 0;
  bytes = 0;
  loadMs = 0;
  isLoaded = false;
  lastUsedAt = 0;
  private loading: Promise<T> = EVICTED;
  private readonly abandoned = new AbortController();

  constructor(
    readonly key: string,
    /** The caller's description of it. */
    readonly about: A,
  ) {}

  /** Aborted when nobody waits for the load any more. */
  get signal(): AbortSignal {
    return this.abandoned.signal;
  }

  /** Resolves when it is loaded; never once it was evicted. */
  get value(): Promise<T> {
    return this.loading;
  }

  start(load: Promise<T>): void {
    this.loading = load;
  }

  /**
   * Waits for the load.
   * @param onLeave called when the signal is aborted meanwhile
   * @throws the error of the load; the signal's reason when aborted
   */
  async wait(signal: AbortSignal | undefined, onLeave: (reason: unknown) => void): Promise<T> {
    if (!signal) return this.loading;
    const ended = new AbortController();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: ended.signal });
    });
    try {
      return await Promise.race([this.loading, aborted]);
    } catch (error) {
      if (signal.aborted) onLeave(signal.reason);
      throw error;
    } finally {
      ended.abort();
    }
  }

  /** One caller less. The last one to leave ends the load. @returns whether others still use it */
  leave(reason: unknown): boolean {
    this.users--;
    if (this.users === 0) this.abandoned.abort(reason);
    return this.users > 0;
  }

  /** Drops the reference to the value, because callers may still hold the entry. */
  forget(): void {
    this.loading = EVICTED;
  }
}
