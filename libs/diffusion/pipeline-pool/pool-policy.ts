/** An entry of the policy. Bytes are measured, or estimated while it loads. */
export interface PoolItem {
  readonly key: string;
  readonly bytes: number;
  /** Current leases. Never evicted while above 0. */
  readonly leases: number;
}

/** Whether more bytes fit, and what to evict for them. */
export type EvictionPlan =
  | { readonly kind: 'room'; readonly evicts: readonly string[] }
  /** There will be room when leases end. */
  | { readonly kind: 'blocked'; readonly evicts: readonly string[] }
  /** Exceeds the whole budget. */
  | { readonly kind: 'never'; readonly evicts: readonly string[] };

/**
 * Selects what to evict so that `bytes` more fit the budget: idle items in LRU order, without those whose eviction
 * turns out to be unnecessary. If it can't be done, `evicts` has everything idle.
 * @param items least recently used first
 */
export function planEviction(items: readonly PoolItem[], budgetBytes: number, bytes: number): EvictionPlan {
  const idle = items.filter((item) => item.leases === 0);
  const idleKeys = idle.map((item) => item.key);
  if (bytes > budgetBytes) return { kind: 'never', evicts: idleKeys };
  let excess = totalBytes(items) + bytes - budgetBytes;
  if (excess > totalBytes(idle)) return { kind: 'blocked', evicts: idleKeys };
  const selected: PoolItem[] = [];
  for (const item of idle) {
    if (excess <= 0) break;
    selected.push(item);
    excess -= item.bytes;
  }
  // A large item may free enough to keep small ones that were selected before it.
  const necessary = selected.reverse().filter((item) => {
    if (excess + item.bytes > 0) return true;
    excess += item.bytes;
    return false;
  });
  return { kind: 'room', evicts: necessary.reverse().map((item) => item.key) };
}

/**
 * Tracks bytes, leases, and recency of the pool's entries. It does no measuring, loading, or freeing and has no
 * clock, so that the model pool and simulations share one policy.
 */
export class PoolPolicy {
  /** Least recently used first. */
  private readonly itemsByKey = new Map<string, PoolItem>();

  constructor(readonly budgetBytes: number) {}

  /** Least recently used first. */
  get items(): readonly PoolItem[] {
    return [...this.itemsByKey.values()];
  }

  get usedBytes(): number {
    return totalBytes(this.items);
  }

  has(key: string): boolean {
    return this.itemsByKey.has(key);
  }

  /** @param bytes required in addition to `usedBytes` */
  evictionPlanFor(bytes: number): EvictionPlan {
    return planEviction(this.items, this.budgetBytes, bytes);
  }

  /**
   * Adds it as the most recently used entry.
   * @param leases initial leases
   */
  add(key: string, bytes: number, leases = 0): void {
    if (this.itemsByKey.has(key)) throw new Error(`${key} is in the pool already`);
    this.itemsByKey.set(key, { key, bytes, leases });
  }

  /** Marks it as most recently used. */
  use(key: string): void {
    const item = this.get(key);
    this.itemsByKey.delete(key);
    this.itemsByKey.set(key, item);
  }

  lease(key: string): void {
    const item = this.get(key);
    this.itemsByKey.set(key, { ...item, leases: item.leases + 1 });
  }

  release(key: string): void {
    const item = this.get(key);
    if (item.leases === 0) throw new Error(`nobody has leased ${key}`);
    this.itemsByKey.set(key, { ...item, leases: item.leases - 1 });
  }

  resize(key: string, bytes: number): void {
    this.itemsByKey.set(key, { ...this.get(key), bytes });
  }

  remove(key: string): void {
    this.itemsByKey.delete(key);
  }

  /**
   * Simulates one whole use without concurrency: evicts, adds, and reports. For simulations.
   * @throws RangeError when it exceeds the budget
   */
  reserve(key: string, bytes: number): { readonly isHit: boolean; readonly evicted: readonly string[] } {
    if (this.has(key)) {
      this.use(key);
      return { isHit: true, evicted: [] };
    }
    const plan = this.evictionPlanFor(bytes);
    if (plan.kind !== 'room') throw new RangeError(`${bytes} bytes do not fit ${this.budgetBytes}`);
    for (const evicted of plan.evicts) this.remove(evicted);
    this.add(key, bytes);
    return { isHit: false, evicted: plan.evicts };
  }

  private get(key: string): PoolItem {
    const item = this.itemsByKey.get(key);
    if (!item) throw new Error(`${key} is not in the pool`);
    return item;
  }
}

function totalBytes(items: readonly PoolItem[]): number {
  return items.reduce((total, item) => total + item.bytes, 0);
}
