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
import { START_FILL, FILL, LOOK, MARK_TAGS, CHANGES_SINCE, RELEASE, COMMIT_TAGS } from './redis-scripts.js';
import { CoalescedRunner } from './batch-runner.js';

const TRY_AGAIN_MS = 250;
const SCRIPTS = {
  look: LOOK,
  news: CHANGES_SINCE,
  begin: START_FILL,
  fill: FILL,
  release: RELEASE,
  mark: MARK_TAGS,
  settle: COMMIT_TAGS,
};

type Argument = string | number | Buffer;
type Scripts = Record<Exclude<keyof typeof SCRIPTS, 'news'>, (...args: Argument[]) => Promise<unknown>> & {
  lookBuffer(...args: Argument[]): Promise<[Buffer, ...unknown[]] | null>;
  news(...args: Argument[]): Promise<[string, number, number, ...string[]]>;
  beginBuffer(...args: Argument[]): Promise<[Buffer, ...unknown[]]>;
};

/**
 * Cache store in Redis, shared by all nodes. After any failed step, this node distrusts the whole content, because
 * invalidations may be missing. When Redis is back, it first sets a new epoch, which invalidates all earlier entries.
 */
export class RedisStore extends CacheStore {
  losses = 0;
  private readonly near = new L1Cache();
  private readonly news = new CoalescedRunner(() => this.hear());
  private readonly logger = new Logger('Cache');
  private readonly scripts: Scripts;
  private readonly prefix: string;
  private believes = false;
  private raising: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** @param line a connection that fails fast while Redis is down or slow */
  constructor(
    private readonly line: Redis,
    prefix = 'visionary:cache:',
  ) {
    super();
    this.prefix = prefix;
    for (const [name, lua] of Object.entries(SCRIPTS)) line.defineCommand(name, { lua, numberOfKeys: 0 });
    this.scripts = line as unknown as Scripts;
    line.on('ready', () => this.raise());
    line.on('close', () => this.lose());
    if (line.status === 'ready') this.raise();
  }

  get isUp(): boolean {
    return this.believes;
  }

  /** Validates the L1 copy against changes in Redis, with one request for all concurrent readers. */
  async get(view: string): Promise<CachedEntry | null> {
    if (this.near.get(view)) {
      await this.news.join();
      const cached = this.near.get(view);
      if (cached) return cached;
    }
    const found = await this.ask(() => this.scripts.lookBuffer(this.prefix, view));
    if (!found) return null;
    const [bytes, epoch, changes, ttlMs, ...subjects] = found;
    const cached = { bytes };
    const state = { epoch: String(epoch), changes: Number(changes) };
    this.near.put(view, cached, { ...state, ttlMs: Number(ttlMs), subjects: subjects.map(String) });
    return cached;
  }

  async startFill(
    view: string,
    subjects: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<FillStart | CachedEntry> {
    const [first, ...rest] = await this.ask(() =>
      this.scripts.beginBuffer(this.prefix, view, lease, leaseMs, randomUUID(), ...subjects),
    );
    const [changes, atMs, isBeingChanged, hasLease] = rest.map(Number);
    if (changes === undefined || atMs === undefined) return { bytes: first };
    const moment = { epoch: first.toString(), changes, atMs };
    return { moment, isBeingChanged: isBeingChanged === 1, hasLease: hasLease === 1 };
  }

  async fill(view: string, { cached, subjects, since, ttlMs, lease }: FillRequest): Promise<boolean> {
    const { epoch, changes, atMs } = since;
    const changesNow = await this.ask(() =>
      this.scripts.fill(this.prefix, view, lease, cached.bytes, ttlMs, epoch, changes, atMs, ...subjects),
    );
    if (changesNow === null) return false;
    this.near.put(view, cached, { epoch, changes: Number(changesNow), ttlMs, subjects });
    return true;
  }

  async release(view: string, lease: string): Promise<void> {
    await this.ask(() => this.scripts.release(this.prefix, view, lease));
  }

  async markTags(subjects: readonly string[], token: string, markMs: number): Promise<void> {
    await this.tell(() => this.scripts.mark(this.prefix, CHANGE_LOG_TTL_MS, token, markMs, ...subjects));
  }

  async commitTags(subjects: readonly string[], token: string): Promise<void> {
    await this.tell(() => this.scripts.settle(this.prefix, CHANGE_LOG_TTL_MS, token, ...subjects));
  }

  async forget(subjects: readonly string[]): Promise<void> {
    await this.tell(() => this.scripts.settle(this.prefix, CHANGE_LOG_TTL_MS, '', ...subjects));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async hear(): Promise<void> {
    const { epoch, changes } = this.near;
    const [epochNow, changesNow, isWhole, ...changed] = await this.ask(() =>
      this.scripts.news(this.prefix, epoch, changes),
    );
    this.near.learn({ epoch: epochNow, changes: changesNow, changed: isWhole === 1 ? changed : null });
  }

  /** An invalidation that can't be sent requires a new epoch, even if one is already being set. */
  private async tell(run: () => Promise<unknown>): Promise<void> {
    if (!this.believes) this.lose();
    await this.ask(run);
  }

  private async ask<T>(run: () => Promise<T>): Promise<T> {
    if (!this.believes) throw new CacheUnavailableError('Redis is unavailable');
    try {
      return await run();
    } catch (error) {
      if (error instanceof ReplyError) this.logger.error('Redis rejected a cache script', String(error));
      this.lose();
      this.raise();
      throw new CacheUnavailableError('Redis did not answer', { cause: error });
    }
  }

  private lose(): void {
    this.losses += 1;
    this.believes = false;
  }

  /** Retries until a new epoch was set without a failure in between. */
  private raise(): void {
    if (this.closed || this.raising || this.line.status !== 'ready') return;
    const { losses } = this;
    this.raising = this.line
      .set(`${this.prefix}epoch`, randomUUID())
      .then(
        () => this.losses === losses,
        () => false,
      )
      .then((isWhole) => {
        this.raising = undefined;
        this.believes = isWhole;
        if (!isWhole && !this.closed) this.timer = setTimeout(() => this.raise(), TRY_AGAIN_MS).unref();
      });
  }
}
