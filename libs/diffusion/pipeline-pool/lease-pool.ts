/** A lease on a loaded value, which stays in memory until the lease is released. */
export interface Lease<T> {
  readonly value: T;
  release(): void;
}

interface Entry<T> {
  readonly key: string;
  readonly loading: Promise<T>;
  leases: number;
}

export interface LeasePoolOptions<T> {
  /** Number of values that stay loaded. Leased values are never evicted, so there can be more. */
  readonly capacity: number;
  readonly dispose: (value: T) => Promise<void>;
}

/**
 * An LRU pool of loaded values. Concurrent requests for a value share one load, failed loads are not cached, and
 * eviction precedes loading.
 */
export class LeasePool<T> {
  /** Least recently used first. */
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly options: LeasePoolOptions<T>) {}

  /** @throws the error of `load`, for all callers that wait for it */
  async acquire(key: string, load: () => Promise<T>): Promise<Lease<T>> {
    const entry = this.entries.get(key) ?? this.startLoad(key, load);
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.leases++;
    try {
      const value = await entry.loading;
      return { value, release: once(() => this.release(entry)) };
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }

  /** Whether it is loaded or loading. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Disposes of everything that is not leased. */
  async clear(): Promise<void> {
    await this.evictDownTo(0);
  }

  private startLoad(key: string, load: () => Promise<T>): Entry<T> {
    const eviction = this.evictDownTo(this.options.capacity - 1);
    return { key, loading: eviction.then(load), leases: 0 };
  }

  private release(entry: Entry<T>): void {
    entry.leases--;
  }

  private async evictDownTo(count: number): Promise<void> {
    const idle = [...this.entries.values()].filter((entry) => entry.leases === 0);
    const evicted = idle.slice(0, Math.max(0, this.entries.size - Math.max(0, count)));
    for (const entry of evicted) this.entries.delete(entry.key);
    await Promise.all(evicted.map(async (entry) => this.options.dispose(await entry.loading)));
  }
}

/** Wraps a function so that only its first call runs. */
export function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
