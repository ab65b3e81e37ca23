import { LRUCache } from 'lru-cache';
import { RateLimiterRes } from 'rate-limiter-flexible';

/** Divisor of the remaining points for a block. Blocks shrink as points run out, so counting becomes exact. */
const SHARE = 50;
const MAX_KEYS = 50_000;

/** A counter shared by all nodes. */
export interface SharedCounter {
  /** @throws RateLimiterRes if there aren't enough points; they are counted anyway */
  consume(key: string, points: number): Promise<RateLimiterRes>;
}

/** Points this node may spend in a window without asking. */
interface Block {
  left: number;
  /** Points left in the shared counter when this block was fetched. */
  readonly beyond: number;
  readonly endsAtMs: number;
}

/**
 * A rate limit over all nodes that counts locally most of the time. Never grants more than its points. While a node
 * holds unspent points, others may reject that much too early.
 */
export class PrefetchingRateLimit {
  private readonly blocks = new LRUCache<string, Block>({ max: MAX_KEYS });
  private readonly asking = new Map<string, Promise<Block>>();

  constructor(
    private readonly count: SharedCounter,
    private readonly points: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns 0 if granted, else the seconds until it will be; without a promise if this node can decide */
  spend(key: string): 0 | number | Promise<number> {
    const block = this.blocks.get(key);
    if (!block || block.endsAtMs <= this.now()) return this.spendOf(key, this.points);
    if (block.left > 0) {
      block.left -= 1;
      return 0;
    }
    return block.beyond > 0 ? this.spendOf(key, block.beyond) : secondsUntil(block.endsAtMs - this.now());
  }

  /** Concurrent callers share one fetch, and fetch again if the block is too small. */
  private async spendOf(key: string, left: number): Promise<number> {
    const fetching = this.asking.get(key) ?? this.fetch(key, Math.max(1, Math.floor(left / SHARE)));
    await fetching;
    return this.spend(key);
  }

  private fetch(key: string, points: number): Promise<Block> {
    const fetching = this.take(key, points).then((block) => {
      this.blocks.set(key, block);
      return block;
    });
    this.asking.set(key, fetching);
    const end = () => this.asking.delete(key);
    fetching.then(end, end);
    return fetching;
  }

  private async take(key: string, points: number): Promise<Block> {
    const reply = await this.count.consume(key, points).catch((rejection: unknown) => {
      if (rejection instanceof RateLimiterRes) return rejection;
      throw rejection;
    });
    const before = reply.consumedPoints - points;
    return {
      left: Math.max(0, Math.min(points, this.points - before)),
      beyond: Math.max(0, this.points - reply.consumedPoints),
      endsAtMs: this.now() + reply.msBeforeNext,
    };
  }
}

const secondsUntil = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
