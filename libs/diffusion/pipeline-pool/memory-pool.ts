import { LRUCache } from 'lru-cache';
import type { Lease } from './lease-pool.js';
import type { PoolForecast, PoolReport } from './pool-report.js';
import { OutOfMemoryError } from '../errors.js';
import { once } from './lease-pool.js';
import { planEviction, PoolPolicy } from './pool-policy.js';

export interface MemoryPoolOptions<T> {
  readonly budgetBytes: number;
  /** Resolves when its memory is freed. */
  readonly dispose: (value: T) => Promise<void>;
  /** Resident memory of this process, in bytes. */
  readonly residentBytes: () => number;
  /** Memory that the machine can still give to this process, in bytes. */
  readonly availableBytes: () => number;
  /** Converts errors that mean out of memory. Undefined for all others. */
  readonly asOutOfMemory: (error: unknown) => OutOfMemoryError | undefined;
  /** Runs garbage collection. Called before memory is measured. */
  readonly collect?: () => void;
  /** Called after `report` has changed. */
  readonly onChange?: () => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A value to load. Requests with equal keys share one value. */
export interface PoolRequest<A> {
  readonly key: string;
  readonly about: A;
  /** Lower bound of its memory: the bytes of its files. */
  readonly fileBytes: number;
  /** Estimated memory, used until a load has been measured. */
  readonly estimatedBytes: number;
  /** Additional memory while it is in use. */
  readonly workingBytes: number;
}

interface Entry<T, A> {
  readonly key: string;
  readonly about: A;
  /** Callers that lease or wait for it. */
  users: number;
  bytes: number;
  loadMs: number;
  lastUsedAt: number;
  loading: Promise<T>;
}

/** Replaces the promise of an evicted value; nothing awaits it. */
const EVICTED = new Promise<never>(() => undefined);

/**
 * Keeps models in memory within a budget of measured bytes. Leased values stay; others are evicted in LRU order when
 * room is needed. Loads run one at a time, so that each can be measured, and callers with the same key share one
 * load. A load that has no room waits for leases to end, so a caller must not hold a lease while it waits for
 * another.
 */
export class MemoryPool<T, A> {
  private readonly entries = new Map<string, Entry<T, A>>();
  private readonly policy: PoolPolicy;
  /** Measurements of earlier loads, preferred over estimates. */
  private readonly history = new LRUCache<string, { readonly bytes: number; readonly loadMs: number }>({ max: 200 });
  private readonly counters = { hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0 };
  private lastLoad: Promise<unknown> = Promise.resolve();
  private waiting: (() => void)[] = [];
  private readonly now: () => number;

  constructor(private readonly options: MemoryPoolOptions<T>) {
    this.policy = new PoolPolicy(options.budgetBytes);
    this.now = options.now ?? Date.now;
  }

  /** @throws OutOfMemoryError, or the error of `load`, for all callers that wait for it */
  async acquire(request: PoolRequest<A>, load: () => Promise<T>): Promise<Lease<T>> {
    const { key } = request;
    const found = this.entries.get(key);
    const entry = found ?? this.begin(request, load);
    entry.users++;
    entry.lastUsedAt = this.now();
    this.counters[found ? 'hits' : 'misses']++;
    if (this.policy.has(key)) {
      this.policy.use(key);
      this.policy.lease(key);
    }
    const value = await entry.loading;
    const release = once(() => this.release(entry));
    try {
      if (found) await this.reserve(entry, request.workingBytes);
    } catch (error) {
      release();
      throw error;
    }
    this.options.onChange?.();
    return { value, release };
  }

  /** Whether it is loaded or loading. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Predicts what loading it evicts, assuming that all current leases have ended by then. */
  forecast(request: PoolRequest<A>): PoolForecast<A> {
    const { key } = request;
    const loadMs = this.history.get(key)?.loadMs;
    if (this.policy.has(key)) return { inMemory: true, loadMs, evicts: [] };
    const items = this.policy.items.map((item) => ({ ...item, leases: 0 }));
    const { evicts } = planEviction(items, this.policy.budgetBytes, this.needOf(request));
    return { inMemory: false, loadMs, evicts: evicts.map((key) => this.entries.get(key)!.about) };
  }

  report(): PoolReport<A> {
    const entries = this.policy.items.map(({ key, leases }) => {
      const { about, bytes, loadMs, lastUsedAt } = this.entries.get(key)!;
      return { about, bytes, leases, loadMs, lastUsedAt };
    });
    const { budgetBytes } = this.policy;
    return { entries: entries.reverse(), budgetBytes, rssBytes: this.options.residentBytes(), ...this.counters };
  }

  /** Disposes of everything that is not leased. */
  async clear(): Promise<void> {
    await this.evict(this.policy.items.filter(({ leases }) => leases === 0).map(({ key }) => key));
    this.options.collect?.();
  }

  private begin(request: PoolRequest<A>, load: () => Promise<T>): Entry<T, A> {
    const { key, about } = request;
    const before = this.lastLoad;
    const entry: Entry<T, A> = { key, about, users: 0, bytes: 0, loadMs: 0, lastUsedAt: 0, loading: undefined! };
    entry.loading = before.then(() => this.bring(entry, request, load));
    this.entries.set(key, entry);
    // Callers of `acquire` get the error; the next load only waits for this one to end.
    this.lastLoad = entry.loading.catch(() => this.entries.delete(key));
    return entry;
  }

  /** Retries once after evicting everything idle, before it reports out of memory. */
  private async bring(entry: Entry<T, A>, request: PoolRequest<A>, load: () => Promise<T>): Promise<T> {
    try {
      return await this.loadInto(entry, request, load);
    } catch (error) {
      if (!this.options.asOutOfMemory(error)) throw error;
      this.counters.outOfMemory++;
      this.options.onChange?.();
      await this.clear();
      return await this.loadInto(entry, request, load).catch((again: unknown) => {
        throw this.explain(again, request);
      });
    }
  }

  private async loadInto(entry: Entry<T, A>, request: PoolRequest<A>, load: () => Promise<T>): Promise<T> {
    const { key, fileBytes } = request;
    await this.makeRoom(entry, request);
    try {
      this.options.collect?.();
      const residentBefore = this.options.residentBytes();
      const since = performance.now();
      const value = await load();
      const loadMs = performance.now() - since;
      this.options.collect?.();
      const bytes = Math.max(fileBytes, this.options.residentBytes() - residentBefore);
      Object.assign(entry, { bytes, loadMs });
      this.history.set(key, { bytes, loadMs });
      this.counters.loadSeconds += loadMs / 1000;
      if (await this.settle(entry, request)) return value;
      await this.options.dispose(value);
      throw new OutOfMemoryError(bytes, this.policy.budgetBytes, 'it takes more than all models together may take');
    } catch (error) {
      this.drop(key);
      throw error;
    }
  }

  /**
   * Replaces the estimate by the measurement.
   * @returns whether it fits the budget
   */
  private async settle(entry: Entry<T, A>, { workingBytes }: PoolRequest<A>): Promise<boolean> {
    this.policy.resize(entry.key, entry.bytes);
    const room = this.policy.evictionPlanFor(0);
    if (room.kind !== 'room') return false;
    await this.evict(room.evicts);
    await this.reserve(entry, workingBytes);
    return true;
  }

  /** Reserves working memory, up to what other leases leave. */
  private async reserve(entry: Entry<T, A>, workingBytes: number): Promise<void> {
    const held = this.policy.items.find(({ key }) => key === entry.key)!.bytes;
    const more = Math.max(0, entry.bytes + workingBytes - held);
    const eviction = this.evict(this.policy.evictionPlanFor(more).evicts);
    const free = Math.max(0, this.policy.budgetBytes - this.policy.usedBytes);
    this.policy.resize(entry.key, held + Math.min(more, free));
    await eviction;
  }

  /**
   * Adds it to the policy once there is room.
   * @throws OutOfMemoryError
   */
  private async makeRoom(entry: Entry<T, A>, request: PoolRequest<A>): Promise<void> {
    const { key, fileBytes } = request;
    const { budgetBytes } = this.policy;
    if (fileBytes > budgetBytes) {
      throw new OutOfMemoryError(fileBytes, budgetBytes, 'its files are larger than all models together may be');
    }
    let room = this.policy.evictionPlanFor(this.needOf(request));
    while (room.kind !== 'room') {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      room = this.policy.evictionPlanFor(this.needOf(request));
    }
    const eviction = this.evict(room.evicts);
    this.policy.add(key, this.needOf(request), entry.users);
    await eviction;
    this.options.onChange?.();
    await this.requireMachine(request);
  }

  /**
   * Evicts more if the machine has less free memory than the budget assumes, because other processes use it too. An
   * estimate alone never rejects a load.
   * @throws OutOfMemoryError
   */
  private async requireMachine(request: PoolRequest<A>): Promise<void> {
    const { key, fileBytes } = request;
    while (this.options.availableBytes() < this.needOf(request)) {
      const oldest = this.policy.items.find(({ leases, key: held }) => leases === 0 && held !== key);
      if (oldest) {
        await this.evict([oldest.key]);
        continue;
      }
      if (this.options.availableBytes() >= fileBytes) return;
      this.drop(key);
      throw new OutOfMemoryError(fileBytes, this.options.availableBytes(), 'the machine has no more');
    }
  }

  /** Measured or estimated bytes plus working memory, at most the whole budget. */
  private needOf({ key, fileBytes, estimatedBytes, workingBytes }: PoolRequest<A>): number {
    const bytes = this.history.get(key)?.bytes ?? Math.max(fileBytes, estimatedBytes);
    return Math.min(bytes + workingBytes, this.policy.budgetBytes);
  }

  /** Removes entries from the policy at once. Their memory is freed when this resolves. */
  private async evict(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const leaving = keys.map((key) => this.entries.get(key)!);
    for (const { key } of leaving) {
      this.entries.delete(key);
      this.policy.remove(key);
      this.counters.evictions++;
    }
    for (const entry of leaving) {
      await this.options.dispose(await entry.loading);
      // Drops the reference to the value, because callers may still hold the entry.
      entry.loading = EVICTED;
    }
    this.options.onChange?.();
  }

  private drop(key: string): void {
    this.policy.remove(key);
    this.wake();
  }

  private release(entry: Entry<T, A>): void {
    entry.users--;
    this.policy.release(entry.key);
    if (entry.users === 0) this.policy.resize(entry.key, entry.bytes);
    this.wake();
    this.options.onChange?.();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private explain(error: unknown, { key, fileBytes, estimatedBytes }: PoolRequest<A>): unknown {
    const found = this.options.asOutOfMemory(error);
    if (!found) return error;
    const needed = Math.max(found.neededBytes, this.history.get(key)?.bytes ?? Math.max(fileBytes, estimatedBytes));
    return new OutOfMemoryError(needed, found.availableBytes, found.reason);
  }
}
