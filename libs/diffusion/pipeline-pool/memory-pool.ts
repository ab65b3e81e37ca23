import { LRUCache } from 'lru-cache';
import type { Lease } from './lease-pool.js';
import type { PoolForecast, PoolReport } from './pool-report.js';
import type { Load, MemoryPoolOptions, PoolRequest } from './pool-request.js';
import { OutOfMemoryError } from '../errors.js';
import { once } from './lease-pool.js';
import { PoolEntry } from './pool-entry.js';
import { planEviction, PoolPolicy } from './pool-policy.js';

/**
 * Keeps models in memory within a budget of measured bytes. Leased values stay; others are evicted in LRU order when
 * room is needed. Loads run one at a time, so that each can be measured, and callers with the same key share one
 * load. A load that has no room waits for leases to end, so a caller must not hold a lease while it waits for
 * another.
 */
export class MemoryPool<T, A> {
  private readonly entries = new Map<string, PoolEntry<T, A>>();
  private readonly policy: PoolPolicy;
  /** Measurements of earlier loads, preferred over estimates. */
  private readonly history = new LRUCache<string, { readonly bytes: number; readonly loadMs: number }>({ max: 200 });
  private readonly counters = { hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0 };
  private lastLoad: Promise<unknown> = Promise.resolve();
  private waiters: (() => void)[] = [];
  private readonly now: () => number;

  constructor(private readonly options: MemoryPoolOptions<T>) {
    this.policy = new PoolPolicy(options.budgetBytes);
    this.now = options.now ?? Date.now;
  }

  /**
   * @param load ends early when its signal is aborted, because nobody waits for it
   * @param signal ends waiting, not a load that others wait for
   * @throws OutOfMemoryError, or the error of `load`, for all callers that wait for it; the signal's reason when aborted
   */
  async acquire(request: PoolRequest<A>, load: Load<T>, signal?: AbortSignal): Promise<Lease<T>> {
    signal?.throwIfAborted();
    const { key } = request;
    const existing = this.find(key);
    const entry = existing ?? this.startLoad(request, load);
    entry.users++;
    entry.lastUsedAt = this.now();
    this.counters[existing ? 'hits' : 'misses']++;
    if (this.policy.has(key)) {
      this.policy.use(key);
      this.policy.lease(key);
    }
    const value = await entry.wait(signal, (reason) => this.leave(entry, reason));
    const release = once(() => this.release(entry));
    try {
      if (existing) await this.reserve(entry, request.workingBytes);
    } catch (error) {
      release();
      throw error;
    }
    this.options.onChange?.();
    return { value, release };
  }

  /** Whether it is loaded or loading. */
  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** Whether its working memory fits beside it, once all others are evicted. */
  fits({ key, fileBytes, estimatedBytes, workingBytes }: PoolRequest<A>): boolean {
    const bytes = this.history.get(key)?.bytes ?? Math.max(fileBytes, estimatedBytes);
    return bytes + workingBytes <= this.policy.budgetBytes;
  }

  /** Predicts what loading it evicts, assuming that all current leases have ended by then. */
  forecast(request: PoolRequest<A>): PoolForecast<A> {
    const { key } = request;
    const loadMs = this.history.get(key)?.loadMs;
    if (this.policy.has(key)) return { inMemory: true, loadMs, evicts: [] };
    const items = this.policy.items.map((item) => ({ ...item, leases: 0 }));
    const { evicts } = planEviction(items, this.policy.budgetBytes, this.neededBytes(request));
    return { inMemory: false, loadMs, evicts: evicts.map((key) => this.entries.get(key)!.about) };
  }

  report(): PoolReport<A> {
    const entries = this.policy.items.map(({ key, leases }) => {
      const { about, bytes, loadMs, lastUsedAt } = this.entries.get(key)!;
      return { about, bytes, leases, loadMs, lastUsedAt };
    });
    const { budgetBytes, usedBytes } = this.policy;
    const reservedBytes = Math.max(0, usedBytes - entries.reduce((sum, { bytes }) => sum + bytes, 0));
    const rssBytes = this.options.residentBytes();
    return { entries: entries.reverse(), budgetBytes, reservedBytes, rssBytes, ...this.counters };
  }

  /** Disposes of everything that is not leased. */
  async clear(): Promise<void> {
    await this.evict(this.policy.items.filter(({ leases }) => leases === 0).map(({ key }) => key));
    this.options.collect?.();
  }

  /** Next to a load that was abandoned and has not ended yet, another one starts. */
  private find(key: string): PoolEntry<T, A> | undefined {
    const entry = this.entries.get(key);
    return entry?.signal.aborted ? undefined : entry;
  }

  private leave(entry: PoolEntry<T, A>, reason: unknown): void {
    const { lingerMs = 0 } = this.options;
    if (lingerMs === 0 || entry.users > 1) this.leaveNow(entry, reason);
    else setTimeout(() => this.leaveNow(entry, reason), lingerMs).unref();
  }

  private leaveNow(entry: PoolEntry<T, A>, reason: unknown): void {
    if (this.entries.get(entry.key) !== entry) return;
    if (entry.isLoaded) return this.release(entry);
    const hasOthers = entry.leave(reason);
    if (!hasOthers) this.wakeWaiters();
    else if (this.policy.has(entry.key)) this.policy.release(entry.key);
  }

  private startLoad(request: PoolRequest<A>, load: Load<T>): PoolEntry<T, A> {
    const { key, about } = request;
    const entry = new PoolEntry<T, A>(key, about);
    entry.start(this.lastLoad.then(() => this.loadWithRetry(entry, request, load)));
    this.entries.set(key, entry);
    // Callers of `acquire` get the error; the next load only waits for this one to end.
    this.lastLoad = entry.value.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return entry;
  }

  /** Retries once after evicting everything idle, before it reports out of memory. */
  private async loadWithRetry(entry: PoolEntry<T, A>, request: PoolRequest<A>, load: Load<T>): Promise<T> {
    try {
      return await this.loadInto(entry, request, load);
    } catch (error) {
      if (!this.options.asOutOfMemory(error)) throw error;
      this.counters.outOfMemory++;
      this.options.onChange?.();
      await this.clear();
      return await this.loadInto(entry, request, load).catch((retryError: unknown) => {
        throw this.explainOutOfMemory(retryError, request);
      });
    }
  }

  private async loadInto(entry: PoolEntry<T, A>, request: PoolRequest<A>, load: Load<T>): Promise<T> {
    const { key, fileBytes, estimatedBytes } = request;
    const { signal } = entry;
    signal.throwIfAborted();
    await this.makeRoom(entry, request);
    try {
      signal.throwIfAborted();
      this.options.collect?.();
      const residentBefore = this.options.residentBytes();
      const startedAt = performance.now();
      const value = await load(signal);
      if (signal.aborted) {
        await this.options.dispose(value);
        throw signal.reason;
      }
      const loadMs = performance.now() - startedAt;
      this.options.collect?.();
      // Mapped files count only once they are read, so that a later load can measure less.
      const formerBytes = this.history.get(key)?.bytes ?? 0;
      const measuredBytes = this.options.residentBytes() - residentBefore;
      const isSeen = this.options.seesAll === true && measuredBytes > 0;
      const leastBytes = request.countsEstimate ? Math.max(fileBytes, estimatedBytes) : fileBytes;
      const bytes = Math.max(isSeen ? 0 : leastBytes, formerBytes, measuredBytes);
      Object.assign(entry, { bytes, loadMs, isLoaded: true });
      this.history.set(key, { bytes, loadMs });
      this.counters.loadSeconds += loadMs / 1000;
      if (await this.applyMeasurement(entry, request)) return value;
      await this.options.dispose(value);
      throw new OutOfMemoryError(bytes, this.policy.budgetBytes, 'it takes more than all models together may take');
    } catch (error) {
      this.removeFailed(key);
      throw error;
    }
  }

  /**
   * Replaces the estimate by the measurement.
   * @returns whether it fits the budget
   */
  private async applyMeasurement(entry: PoolEntry<T, A>, { workingBytes }: PoolRequest<A>): Promise<boolean> {
    this.policy.resize(entry.key, entry.bytes);
    const plan = this.policy.evictionPlanFor(0);
    if (plan.kind !== 'room') return false;
    await this.evict(plan.evicts);
    await this.reserve(entry, workingBytes);
    return true;
  }

  /** Reserves working memory, up to what other leases leave. */
  private async reserve(entry: PoolEntry<T, A>, workingBytes: number): Promise<void> {
    const reservedBytes = this.policy.items.find(({ key }) => key === entry.key)!.bytes;
    const additionalBytes = Math.max(0, entry.bytes + workingBytes - reservedBytes);
    const eviction = this.evict(this.policy.evictionPlanFor(additionalBytes).evicts);
    const freeBytes = Math.max(0, this.policy.budgetBytes - this.policy.usedBytes);
    this.policy.resize(entry.key, reservedBytes + Math.min(additionalBytes, freeBytes));
    await eviction;
  }

  /**
   * Adds it to the policy once there is room.
   * @throws OutOfMemoryError
   */
  private async makeRoom(entry: PoolEntry<T, A>, request: PoolRequest<A>): Promise<void> {
    const { key, fileBytes } = request;
    const { budgetBytes } = this.policy;
    if (fileBytes > budgetBytes) {
      throw new OutOfMemoryError(fileBytes, budgetBytes, 'its files are larger than all models together may be');
    }
    let plan = this.policy.evictionPlanFor(this.neededBytes(request));
    while (plan.kind !== 'room') {
      await new Promise<void>((resolve) => this.waiters.push(resolve));
      entry.signal.throwIfAborted();
      plan = this.policy.evictionPlanFor(this.neededBytes(request));
    }
    const eviction = this.evict(plan.evicts);
    this.policy.add(key, this.neededBytes(request), entry.users);
    await eviction;
    this.options.onChange?.();
    await this.requireMachineMemory(request);
  }

  /**
   * Evicts more if the machine has less free memory than the budget assumes, because other processes use it too. An
   * estimate alone never rejects a load.
   * @throws OutOfMemoryError
   */
  private async requireMachineMemory(request: PoolRequest<A>): Promise<void> {
    const { key, fileBytes } = request;
    while (this.options.availableBytes() < this.neededBytes(request)) {
      const oldest = this.policy.items.find(({ leases, key: otherKey }) => leases === 0 && otherKey !== key);
      if (oldest) {
        await this.evict([oldest.key]);
        continue;
      }
      if (this.options.availableBytes() >= fileBytes) return;
      this.removeFailed(key);
      throw new OutOfMemoryError(fileBytes, this.options.availableBytes(), 'the machine has no more');
    }
  }

  /** Measured or estimated bytes plus what loading or working takes more, at most the whole budget. */
  private neededBytes({ key, fileBytes, estimatedBytes, loadingBytes, workingBytes }: PoolRequest<A>): number {
    const bytes = this.history.get(key)?.bytes ?? Math.max(fileBytes, estimatedBytes);
    return Math.min(bytes + Math.max(loadingBytes, workingBytes), this.policy.budgetBytes);
  }

  /** Removes entries from the policy at once. Their memory is freed when this resolves. */
  private async evict(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const evicted = keys.map((key) => this.entries.get(key)!);
    for (const { key } of evicted) {
      this.entries.delete(key);
      this.policy.remove(key);
      this.counters.evictions++;
    }
    for (const entry of evicted) {
      await this.options.dispose(await entry.value);
      entry.forget();
    }
    this.options.onChange?.();
  }

  private removeFailed(key: string): void {
    this.policy.remove(key);
    this.wakeWaiters();
  }

  private release(entry: PoolEntry<T, A>): void {
    entry.users--;
    this.policy.release(entry.key);
    if (entry.users === 0) this.policy.resize(entry.key, entry.bytes);
    this.wakeWaiters();
    this.options.onChange?.();
  }

  private wakeWaiters(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }

  private explainOutOfMemory(error: unknown, { key, fileBytes, estimatedBytes }: PoolRequest<A>): unknown {
    const outOfMemory = this.options.asOutOfMemory(error);
    if (!outOfMemory) return error;
    const needed = Math.max(
      outOfMemory.neededBytes,
      this.history.get(key)?.bytes ?? Math.max(fileBytes, estimatedBytes),
    );
    return new OutOfMemoryError(needed, outOfMemory.availableBytes, outOfMemory.reason);
  }
}
