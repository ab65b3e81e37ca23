import type { Lease } from './lease-pool.js';
import type { PoolForecast, PoolReport } from './pool-report.js';
import { OutOfMemoryError } from '../errors.js';
import { once } from './lease-pool.js';
import { planEviction, PoolPolicy } from './pool-policy.js';
import { LruCache } from './lru-cache.js';

export interface MemoryPoolOptions<T> {
  readonly budgetBytes: number;
  /** Resolves when its memory is given back. */
  readonly dispose: (value: T) => Promise<void>;
  /** Resident memory of this process. */
  readonly residentBytes: () => number;
  /** What the machine can still give to this process. */
  readonly availableBytes: () => number;
  /** The error for what means that memory ran out, undefined for anything else. */
  readonly asOutOfMemory: (error: unknown) => OutOfMemoryError | undefined;
  /** Gives back what a load or something disposed left behind; called before memory is measured. */
  readonly collect?: () => void;
  /** Called after what `report` tells has changed. */
  readonly onChange?: () => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Something wanted in memory. Two with one key are the same thing. */
export interface PoolRequest<A> {
  readonly key: string;
  readonly about: A;
  /** What it takes at least: the bytes of its files. */
  readonly fileBytes: number;
  /** What it will take, as far as can be told before it was ever loaded. */
  readonly estimatedBytes: number;
  /** What using it takes beside that. */
  readonly workingBytes: number;
}

interface Entry<T, A> {
  readonly key: string;
  readonly about: A;
  /** Who has it or waits for it. */
  users: number;
  bytes: number;
  loadMs: number;
  lastUsedAt: number;
  loading: Promise<T>;
}

/** Of what was evicted; nobody waits for it. */
const EVICTED = new Promise<never>(() => undefined);

/**
 * Keeps models in memory within a budget of bytes as measured. What is leased stays; of the rest the longest unused
 * leaves where room is needed. Loads run one at a time, so that what each takes can be measured; whoever wants the same
 * thing waits for the one load. A load for which leases leave no room waits until they end, so nobody may hold a lease
 * while waiting for another.
 */
export class MemoryPool<T, A> {
  private readonly entries = new Map<string, Entry<T, A>>();
  private readonly policy: PoolPolicy;
  /** What loads took: better than any estimate the next time. */
  private readonly history = new LruCache<{ readonly bytes: number; readonly loadMs: number }>();
  private readonly counters = { hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0 };
  private lastLoad: Promise<unknown> = Promise.resolve();
  private waiting: (() => void)[] = [];
  private readonly now: () => number;

  constructor(private readonly options: MemoryPoolOptions<T>) {
    this.policy = new PoolPolicy(options.budgetBytes);
    this.now = options.now ?? Date.now;
  }

  /** @throws OutOfMemoryError, and whatever `load` throws, for everybody who waits for it */
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

  /** Whether it is in memory or on its way there. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** As if nobody used anything, for that is how it will be when its turn comes. */
  forecast(request: PoolRequest<A>): PoolForecast<A> {
    const { key } = request;
    const loadMs = this.history.get(key)?.loadMs;
    if (this.policy.has(key)) return { inMemory: true, loadMs, evicts: [] };
    const items = this.policy.items.map((item) => ({ ...item, leases: 0 }));
    const { evicts } = planEviction(items, this.policy.budgetBytes, this.needOf(request));
    return { inMemory: false, loadMs, evicts: evicts.map((gone) => this.entries.get(gone)!.about) };
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
    // Whoever waits for it hears of a failure; the next load only waits for the end.
    this.lastLoad = entry.loading.catch(() => this.entries.delete(key));
    return entry;
  }

  /** Memory that ran out is told only after everything idle has left. */
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
      this.history.note(key, { bytes, loadMs });
      this.counters.loadSeconds += loadMs / 1000;
      if (await this.settle(entry, request)) return value;
      await this.options.dispose(value);
      throw new OutOfMemoryError(bytes, this.policy.budgetBytes, 'it takes more than all models together may take');
    } catch (error) {
      this.drop(key);
      throw error;
    }
  }

  /** What was measured takes the place of what was expected. @returns whether the budget holds it */
  private async settle(entry: Entry<T, A>, { workingBytes }: PoolRequest<A>): Promise<boolean> {
    this.policy.resize(entry.key, entry.bytes);
    const room = this.policy.evictionPlanFor(0);
    if (room.kind !== 'room') return false;
    await this.evict(room.evicts);
    await this.reserve(entry, workingBytes);
    return true;
  }

  /** Reserves memory to work in, as much as others' leases leave. */
  private async reserve(entry: Entry<T, A>, workingBytes: number): Promise<void> {
    const held = this.policy.items.find(({ key }) => key === entry.key)!.bytes;
    const more = Math.max(0, entry.bytes + workingBytes - held);
    const gone = this.evict(this.policy.evictionPlanFor(more).evicts);
    const free = Math.max(0, this.policy.budgetBytes - this.policy.usedBytes);
    this.policy.resize(entry.key, held + Math.min(more, free));
    await gone;
  }

  /** Enters it into the books once there is room. @throws OutOfMemoryError */
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
    const gone = this.evict(room.evicts);
    this.policy.add(key, this.needOf(request), entry.users);
    await gone;
    this.options.onChange?.();
    await this.requireMachine(request);
  }

  /**
   * Others use the machine, too: where it has less than the budget, more has to leave. What is only estimated is no
   * reason to refuse.
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

  /** As measured, or else as estimated; with what working takes, but never more than there may be. */
  private needOf({ key, fileBytes, estimatedBytes, workingBytes }: PoolRequest<A>): number {
    const bytes = this.history.get(key)?.bytes ?? Math.max(fileBytes, estimatedBytes);
    return Math.min(bytes + workingBytes, this.policy.budgetBytes);
  }

  /** They are out of the books at once, and out of memory when this resolves. */
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
      // Who holds the entry does not hold what was in it.
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
