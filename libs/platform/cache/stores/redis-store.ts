import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type Redis, ReplyError } from 'ioredis';
import {
  type FillStart,
  CacheStore,
  CHANGE_LOG_TTL_MS,
  type FillRequest,
  type CachedEntry,
  CacheUnavailableError,
} from './cache-store.js';
import { L1Cache } from './l1-cache.js';
import { START_FILL, FILL, READ_VIEW, MARK_TAGS, CHANGES_SINCE, RELEASE, COMMIT_TAGS } from './redis-scripts.js';
import { CoalescedRunner } from './coalesced-runner.js';

const RETRY_MS = 250;
const SCRIPTS = {
  readView: READ_VIEW,
  changesSince: CHANGES_SINCE,
  startFill: START_FILL,
  fill: FILL,
  release: RELEASE,
  markTags: MARK_TAGS,
  commitTags: COMMIT_TAGS,
};

type Argument = string | number | Buffer;
type Scripts = Record<Exclude<keyof typeof SCRIPTS, 'changesSince'>, (...args: Argument[]) => Promise<unknown>> & {
  readViewBuffer(...args: Argument[]): Promise<[Buffer, ...unknown[]] | null>;
  changesSince(...args: Argument[]): Promise<[string, number, number, ...string[]]>;
  startFillBuffer(...args: Argument[]): Promise<[Buffer, ...unknown[]]>;
};

/**
 * Cache store in Redis, shared by all nodes. After any failed step, this node distrusts the whole content, because
 * invalidations may be missing. When Redis is back, it first sets a new epoch, which invalidates all earlier entries.
 */
export class RedisStore extends CacheStore {
  losses = 0;
  private readonly l1 = new L1Cache();
  private readonly refresher = new CoalescedRunner(() => this.refreshL1());
  private readonly logger = new Logger('Cache');
  private readonly scripts: Scripts;
  private isTrusted = false;
  private epochReset: Promise<void> | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /**
   * @param redis a connection that fails fast while Redis is down or slow
   * @param prefix of all keys
   */
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {
    super();
    for (const [name, lua] of Object.entries(SCRIPTS)) redis.defineCommand(name, { lua, numberOfKeys: 0 });
    this.scripts = redis as unknown as Scripts;
    redis.on('ready', () => this.resetEpoch());
    redis.on('close', () => this.distrust());
    if (redis.status === 'ready') this.resetEpoch();
  }

  get isUp(): boolean {
    return this.isTrusted;
  }

  /** Validates the L1 copy against changes in Redis, with one request for all concurrent readers. */
  async get(view: string): Promise<CachedEntry | null> {
    if (this.l1.get(view)) {
      await this.refresher.join();
      const cached = this.l1.get(view);
      if (cached) return cached;
    }
    const found = await this.request(() => this.scripts.readViewBuffer(this.prefix, view));
    if (!found) return null;
    const [bytes, epoch, changes, ttlMs, ...tags] = found;
    const cached = { bytes };
    const state = { epoch: String(epoch), changes: Number(changes) };
    this.l1.put(view, cached, { ...state, ttlMs: Number(ttlMs), tags: tags.map(String) });
    return cached;
  }

  async startFill(
    view: string,
    tags: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<FillStart | CachedEntry> {
    const [first, ...rest] = await this.request(() =>
      this.scripts.startFillBuffer(this.prefix, view, lease, leaseMs, randomUUID(), ...tags),
    );
    const [changes, atMs, isBeingChanged, hasLease] = rest.map(Number);
    if (changes === undefined || atMs === undefined) return { bytes: first };
    const version = { epoch: first.toString(), changes, atMs };
    return { version, isBeingChanged: isBeingChanged === 1, hasLease: hasLease === 1 };
  }

  async fill(view: string, { cached, tags, version, ttlMs, lease }: FillRequest): Promise<boolean> {
    const { epoch, changes, atMs } = version;
    const changesNow = await this.request(() =>
      this.scripts.fill(this.prefix, view, lease, cached.bytes, ttlMs, epoch, changes, atMs, ...tags),
    );
    if (changesNow === null) return false;
    this.l1.put(view, cached, { epoch, changes: Number(changesNow), ttlMs, tags });
    return true;
  }

  async release(view: string, lease: string): Promise<void> {
    await this.request(() => this.scripts.release(this.prefix, view, lease));
  }

  async markTags(tags: readonly string[], token: string, markMs: number): Promise<void> {
    await this.invalidate(() => this.scripts.markTags(this.prefix, CHANGE_LOG_TTL_MS, token, markMs, ...tags));
  }

  async commitTags(tags: readonly string[], token: string): Promise<void> {
    await this.invalidate(() => this.scripts.commitTags(this.prefix, CHANGE_LOG_TTL_MS, token, ...tags));
  }

  async forget(tags: readonly string[]): Promise<void> {
    await this.invalidate(() => this.scripts.commitTags(this.prefix, CHANGE_LOG_TTL_MS, '', ...tags));
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retryTimer);
  }

  private async refreshL1(): Promise<void> {
    const { epoch, changes } = this.l1;
    const [epochNow, changesNow, isComplete, ...changedTags] = await this.request(() =>
      this.scripts.changesSince(this.prefix, epoch, changes),
    );
    this.l1.applyChanges({ epoch: epochNow, changes: changesNow, changedTags: isComplete === 1 ? changedTags : null });
  }

  /** An invalidation that can't be sent requires a new epoch, even if one is already being set. */
  private async invalidate(run: () => Promise<unknown>): Promise<void> {
    if (!this.isTrusted) this.distrust();
    await this.request(run);
  }

  private async request<T>(run: () => Promise<T>): Promise<T> {
    if (!this.isTrusted) throw new CacheUnavailableError('Redis is unavailable');
    try {
      return await run();
    } catch (error) {
      if (error instanceof ReplyError) this.logger.error('Redis rejected a cache script', String(error));
      this.distrust();
      this.resetEpoch();
      throw new CacheUnavailableError('Redis did not answer', { cause: error });
    }
  }

  private distrust(): void {
    this.losses += 1;
    this.isTrusted = false;
  }

  /** Retries until a new epoch was set without a failure in between. */
  private resetEpoch(): void {
    if (this.isClosed || this.epochReset || this.redis.status !== 'ready') return;
    const { losses } = this;
    this.epochReset = this.redis
      .set(`${this.prefix}epoch`, randomUUID())
      .then(
        () => this.losses === losses,
        () => false,
      )
      .then((hasSucceeded) => {
        this.epochReset = undefined;
        this.isTrusted = hasSucceeded;
        if (!hasSucceeded && !this.isClosed) this.retryTimer = setTimeout(() => this.resetEpoch(), RETRY_MS).unref();
      });
  }
}
