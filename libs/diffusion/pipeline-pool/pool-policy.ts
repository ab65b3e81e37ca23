/** What the policy knows of something in memory. Bytes as measured, or as estimated while it is loading. */
export interface PoolItem {
  readonly key: string;
  readonly bytes: number;
  /** Who uses it now: never evicted while above 0. */
  readonly leases: number;
}

/** Whether so many more bytes fit, and who has to leave for them. */
export type EvictionPlan =
  | { readonly kind: 'room'; readonly evicts: readonly string[] }
  /** There will be room when leases end. */
  | { readonly kind: 'blocked'; readonly evicts: readonly string[] }
  /** It is more than the whole budget. */
  | { readonly kind: 'never'; readonly evicts: readonly string[] };

/**
 * Who has to leave so that `bytes` more fit the budget: of what is idle the longest unused, and nobody whose leaving
 * would not be needed in the end. Where it cannot be done `evicts` names everything idle.
 * @param items the longest unused first
 */
export function planEviction(items: readonly PoolItem[], budgetBytes: number, bytes: number): EvictionPlan {
  const idle = items.filter((item) => item.leases === 0);
  const all = idle.map((item) => item.key);
  if (bytes > budgetBytes) return { kind: 'never', evicts: all };
  let excess = sum(items) + bytes - budgetBytes;
  if (excess > sum(idle)) return { kind: 'blocked', evicts: all };
  const leaving: PoolItem[] = [];
  for (const item of idle) {
    if (excess <= 0) break;
    leaving.push(item);
    excess -= item.bytes;
  }
  // A large one that had to go may have made room enough for small ones chosen before it.
  const needed = leaving.reverse().filter((item) => {
    if (excess + item.bytes > 0) return true;
    excess += item.bytes;
    return false;
  });
  return { kind: 'room', evicts: needed.reverse().map((item) => item.key) };
}

/**
 * The pool's books: who is in memory with how many bytes, who uses it, who was used last. It measures, loads and frees
 * nothing and knows no clock, so that the pool of models and a simulation with made-up sizes decide by the same code.
 */
export class PoolPolicy {
  /** In order of use, the longest unused first. */
  private readonly held = new Map<string, PoolItem>();

  constructor(readonly budgetBytes: number) {}

  /** The longest unused first. */
  get items(): readonly PoolItem[] {
    return [...this.held.values()];
  }

  get usedBytes(): number {
    return sum(this.items);
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  /** Without `bytes` of what is being made room for. */
  evictionPlanFor(bytes: number): EvictionPlan {
    return planEviction(this.items, this.budgetBytes, bytes);
  }

  /** It is now the one used last. @param leases who uses it at once */
  add(key: string, bytes: number, leases = 0): void {
    if (this.held.has(key)) throw new Error(`${key} is in the pool already`);
    this.held.set(key, { key, bytes, leases });
  }

  /** It is now the one used last. */
  use(key: string): void {
    const item = this.get(key);
    this.held.delete(key);
    this.held.set(key, item);
  }

  lease(key: string): void {
    const item = this.get(key);
    this.held.set(key, { ...item, leases: item.leases + 1 });
  }

  release(key: string): void {
    const item = this.get(key);
    if (item.leases === 0) throw new Error(`nobody has leased ${key}`);
    this.held.set(key, { ...item, leases: item.leases - 1 });
  }

  resize(key: string, bytes: number): void {
    this.held.set(key, { ...this.get(key), bytes });
  }

  remove(key: string): void {
    this.held.delete(key);
  }

  /**
   * One use from beginning to end with nobody else about: makes room, adds, and says what happened. For simulations.
   * @throws RangeError when it is more than the budget
   */
  reserve(key: string, bytes: number): { readonly isHit: boolean; readonly evicted: readonly string[] } {
    if (this.has(key)) {
      this.use(key);
      return { isHit: true, evicted: [] };
    }
    const room = this.evictionPlanFor(bytes);
    if (room.kind !== 'room') throw new RangeError(`${bytes} bytes do not fit ${this.budgetBytes}`);
    for (const evicted of room.evicts) this.remove(evicted);
    this.add(key, bytes);
    return { isHit: false, evicted: room.evicts };
  }

  private get(key: string): PoolItem {
    const item = this.held.get(key);
    if (!item) throw new Error(`${key} is not in the pool`);
    return item;
  }
}

function sum(items: readonly PoolItem[]): number {
  return items.reduce((total, item) => total + item.bytes, 0);
}
