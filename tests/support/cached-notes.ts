import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { CACHE_TIMES, type CacheTimes } from '../../libs/platform/cache/cache-times.js';
import { type FailPoint, FailPoints } from '../../libs/platform/cache/fail-points.js';
import { Cache } from '../../libs/platform/cache/cache.js';
import { json, type CacheNamespace } from '../../libs/platform/cache/cache-namespace.js';
import { MemoryStore } from '../../libs/platform/cache/stores/memory-store.js';
import { RedisStore } from '../../libs/platform/cache/stores/redis-store.js';
import { Database } from '../../libs/platform/database/database.js';
import { CacheInvalidationHook } from '../../libs/platform/database/cache-invalidation.js';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { openOrm } from './orm.js';
import { onCleanup } from './cleanup.js';
import { redisUrl } from './services.js';

interface Tables {
  note: { id: string; version: number };
}

/** Holds the next caller at a fail point; one that is never released has crashed. */
class Stops extends FailPoints {
  /** Called for every caller that is not held. */
  otherwise: (point: FailPoint) => Promise<void> | void = () => undefined;
  private readonly held = new Map<FailPoint, (release: () => void) => void>();

  reach(point: FailPoint): Promise<void> | void {
    const hold = this.held.get(point);
    if (!hold) return this.otherwise(point);
    this.held.delete(point);
    return new Promise<void>(hold);
  }

  /** @returns a function that releases the caller, when one is held */
  async hold(point: FailPoint): Promise<() => void> {
    return new Promise((reached) => this.held.set(point, reached));
  }
}

/** A node with a separate cache over a shared database. */
export class CacheTestNode {
  readonly stops = new Stops();
  readonly cache: Cache;
  readonly unitOfWork: MikroUnitOfWork;
  loads = 0;
  private readonly cacheNamespace: CacheNamespace<number>;

  constructor(
    readonly database: Database,
    readonly store: MemoryStore | RedisStore,
    { ttlMs = 300_000, ...times }: NoteTimes,
  ) {
    this.cacheNamespace = { name: 'notes', ttlMs, encoding: json() };
    this.cache = new Cache(store, {
      isInTransaction: () => database.transaction !== undefined,
      times: { ...CACHE_TIMES, ...times },
      failPoints: this.stops,
    });
    const cacheInvalidationHook = new CacheInvalidationHook();
    cacheInvalidationHook.connect(this.cache);
    this.unitOfWork = new MikroUnitOfWork(database, createDomainEvents(), cacheInvalidationHook);
  }

  /** The sum of the versions of these notes; the view learns its tags while it loads. */
  async read(...ids: string[]): Promise<number> {
    return this.cache.getOrLoad({ space: this.cacheNamespace, key: ids.join() }, async (shows) => {
      this.loads += 1;
      shows(...ids.map((id) => `note:${id}`));
      const rows = await this.rows.select('version').where('id', 'in', ids).execute();
      return rows.reduce((sum, { version }) => sum + Number(version), 0);
    });
  }

  async write(id: string, version: number): Promise<void> {
    await this.unitOfWork.run(() => this.put(id, version), [`note:${id}`]);
  }

  /** Writes in a unit of work, or without one. */
  async put(id: string, version: number): Promise<void> {
    const { numUpdatedRows } = await this.database
      .query<Tables>()
      .updateTable('note')
      .set({ version })
      .where('id', '=', id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) await this.database.query<Tables>().insertInto('note').values({ id, version }).execute();
  }

  /** Increments an existing note in a unit of work. @returns the new version */
  async grow(id: string): Promise<number> {
    await this.database
      .query<Tables>()
      .updateTable('note')
      .set(({ eb }) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
    const { version } = await this.rows.select('version').where('id', '=', id).executeTakeFirstOrThrow();
    return Number(version);
  }

  private get rows() {
    return this.database.query<Tables>().selectFrom('note');
  }
}

export type NoteTimes = Partial<CacheTimes> & { readonly ttlMs?: number };

/** @param notes number of notes, `note-0` and so on, of version 0 */
export async function noteDatabase(url = 'sqlite::memory:', notes = 0): Promise<Database> {
  const orm = await openOrm(url);
  await orm.em.getConnection().execute('CREATE TABLE note (id VARCHAR(36) PRIMARY KEY, version INTEGER)');
  const database = new Database(orm);
  const rows = Array.from({ length: notes }, (_, index) => ({ id: `note-${index}`, version: 0 }));
  if (notes > 0) await database.query<Tables>().insertInto('note').values(rows).execute();
  return database;
}

/** A separate store in Redis, ready. */
export async function redisStore(prefix: string, url = redisUrl(), commandTimeout = 60_000): Promise<RedisStore> {
  const line = new Redis(url, {
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 1, autoResendUnfulfilledCommands: false, commandTimeout },
    retryStrategy: () => 10,
  });
  line.on('error', () => undefined);
  const store = new RedisStore(line, prefix);
  onCleanup(() => {
    store.close();
    line.disconnect();
  });
  await once(line, 'ready');
  await isUp(store);
  return store;
}

/** Resolves when the store is trusted. */
export async function isUp(store: MemoryStore | RedisStore): Promise<void> {
  while (!store.isUp) await new Promise((resolve) => setImmediate(resolve));
}

/** One node with separate views, or two that share them. */
export const KEEPING = {
  'one node, in its memory': async () => [new MemoryStore()],
  'two nodes, in Redis': async () => {
    const prefix = `visionary:cache:${randomUUID()}:`;
    return [await redisStore(prefix), await redisStore(prefix)];
  },
} satisfies Record<string, () => Promise<(MemoryStore | RedisStore)[]>>;
