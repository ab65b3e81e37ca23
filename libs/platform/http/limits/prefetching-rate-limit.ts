import { LRUCache } from 'lru-cache';
import { RateLimiterRes } from 'rate-limiter-flexible';

/** So much of what is left is taken at once: the less is left, the more exactly it is counted. */
const SHARE = 50;
const KEYS_AT_MOST = 50_000;

/** What counts for all nodes. */
export interface SharedCounter {
  /** @throws RateLimiterRes where that is more than there is; it is counted all the same */
  consume(key: string, points: number): Promise<RateLimiterRes>;
}

/** What this node may still spend of a window without asking; nothing where all of it is spent everywhere. */
interface Block {
  left: number;
  /** Of the common count, when this was taken. */
  readonly beyond: number;
  readonly endsAtMs: number;
}

/**
 * A limit over all nodes that is counted here most of the time. Never grants more than its points; while one node has a block
 * it does not spend, others refuse by so much too early.
 */
export class PrefetchingRateLimit {
  private readonly blocks = new LRUCache<string, Block>({ max: KEYS_AT_MOST });
  private readonly asking = new Map<string, Promise<Block>>();

  constructor(
    private readonly count: SharedCounter,
    private readonly points: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns 0 where it is granted, else the seconds until it will be; at once where this node knows */
  spend(key: string): 0 | number | Promise<number> {
    const block = this.blocks.get(key);
    if (!block || block.endsAtMs <= this.now()) return this.spendOf(key, this.points);
    if (block.left > 0) {
      block.left -= 1;
      return 0;
    }
    return block.beyond > 0 ? this.spendOf(key, block.beyond) : secondsUntil(block.endsAtMs - this.now());
  }

  /** Many who come at once share what is fetched, and fetch again where it is not enough. */
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
    const told = await this.count.consume(key, points).catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    });
    const before = told.consumedPoints - points;
    return {
      left: Math.max(0, Math.min(points, this.points - before)),
      beyond: Math.max(0, this.points - told.consumedPoints),
      endsAtMs: this.now() + told.msBeforeNext,
    };
  }
}

const secondsUntil = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
