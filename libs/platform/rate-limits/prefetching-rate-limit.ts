import { LRUCache } from 'lru-cache';
import { RateLimiterRes } from 'rate-limiter-flexible';

/** Divisor of the remaining points for a block. Blocks shrink as points run out, so counting becomes exact. */
const BLOCK_DIVISOR = 50;
const MAX_KEYS = 50_000;

/** A counter shared by all nodes. */
export interface SharedCounter {
  /** @throws RateLimiterRes if there aren't enough points; they are counted anyway */
  consume(key: string, points: number): Promise<RateLimiterRes>;
}

/** Points this node may spend in a window without asking. */
interface Block {
  remaining: number;
  /** Points left in the shared counter when this block was fetched. */
  readonly sharedRemaining: number;
  readonly endsAtMs: number;
}

/**
 * A rate limit over all nodes that counts locally most of the time. Never grants more than its points. While a node
 * holds unspent points, others may reject that much too early.
 */
export class PrefetchingRateLimit {
  /** Bounded by size, because a bound on entries reserves memory for all of them at once. */
  private readonly blocks = new LRUCache<string, Block>({ maxSize: MAX_KEYS, sizeCalculation: () => 1 });
  private readonly fetching = new Map<string, Promise<Block>>();

  constructor(
    private readonly counter: SharedCounter,
    private readonly points: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns 0 if granted, else the seconds until it will be; without a promise if this node can decide */
  spend(key: string): 0 | number | Promise<number> {
    const block = this.blocks.get(key);
    if (!block || block.endsAtMs <= this.now()) return this.fetchAndSpend(key, this.points);
    if (block.remaining > 0) {
      block.remaining -= 1;
      return 0;
    }
    return block.sharedRemaining > 0
      ? this.fetchAndSpend(key, block.sharedRemaining)
      : secondsUntil(block.endsAtMs - this.now());
  }

  /** Concurrent callers share one fetch, and fetch again if the block is too small. */
  private async fetchAndSpend(key: string, available: number): Promise<number> {
    const pendingFetch = this.fetching.get(key) ?? this.fetch(key, Math.max(1, Math.floor(available / BLOCK_DIVISOR)));
    await pendingFetch;
    return this.spend(key);
  }

  private fetch(key: string, points: number): Promise<Block> {
    const fetching = this.fetchBlock(key, points).then((block) => {
      this.blocks.set(key, block);
      return block;
    });
    this.fetching.set(key, fetching);
    const remove = () => this.fetching.delete(key);
    fetching.then(remove, remove);
    return fetching;
  }

  private async fetchBlock(key: string, points: number): Promise<Block> {
    const reply = await this.counter.consume(key, points).catch((rejection: unknown) => {
      if (rejection instanceof RateLimiterRes) return rejection;
      throw rejection;
    });
    const consumedBefore = reply.consumedPoints - points;
    return {
      remaining: Math.max(0, Math.min(points, this.points - consumedBefore)),
      sharedRemaining: Math.max(0, this.points - reply.consumedPoints),
      endsAtMs: this.now() + reply.msBeforeNext,
    };
  }
}

const secondsUntil = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
