import { randomUUID } from 'node:crypto';
import type { Change, CopyKeeper } from '@visionary/platform/database';
import { Cache, type Entry, type Shows } from './cache.js';
import { CACHE_TIMES, type CacheTimes } from './cache-times.js';
import { type FailPoints, NoFailPoints } from './fail-points.js';
import { Flights, type Landed } from './flights.js';
import { MarkedChange } from './marked-change.js';
import { Pending } from './pending.js';
import type { Space } from './space.js';
import {
  type Beginning,
  type CacheStore,
  isKept,
  type Kept,
  StoreAway,
  SUBJECTS_AT_MOST,
} from './stores/cache-store.js';
import { Tallies } from './tallies.js';

export interface CacheParts {
  readonly isInTransaction: () => boolean;
  readonly times?: CacheTimes;
  readonly failPoints?: FailPoints;
}

/** The cache of one node over a store. */
export class ReadThroughCache extends Cache implements CopyKeeper {
  readonly tallies = new Tallies();
  private readonly flights = new Flights();
  private readonly pending = new Pending();
  private readonly times: CacheTimes;
  private readonly failPoints: FailPoints;

  constructor(
    private readonly store: CacheStore,
    private readonly parts: CacheParts,
  ) {
    super();
    this.times = parts.times ?? CACHE_TIMES;
    this.failPoints = parts.failPoints ?? new NoFailPoints();
  }

  async through<T>(entry: Entry<T>, load: (shows: Shows) => Promise<T>): Promise<T> {
    if (this.parts.isInTransaction()) return load(() => undefined);
    const tally = this.tallies.of(entry.space.name);
    const view = `${entry.space.name}:${entry.key}`;
    const kept = this.store.isUp ? await this.look(view) : null;
    if (kept) {
      tally.hits += 1;
      return valueOf(entry.space, kept);
    }
    tally.misses += 1;
    return (await this.flights.join(view, this.times.leaseMs, () => this.fetch(view, entry, load))) as T;
  }

  async forget(...subjects: string[]): Promise<void> {
    await this.store.forget(subjects).then(
      () => (this.tallies.dropped.said += subjects.length),
      () => (this.tallies.dropped.unsaid += subjects.length),
    );
  }

  async change(subjects: readonly string[]): Promise<Change> {
    const change = new MarkedChange(
      {
        ...{ store: this.store, times: this.times, failPoints: this.failPoints },
        count: (kind, count) => (this.tallies.dropped[kind] += count),
        later: (afterMs, work) => this.pending.later(afterMs, work),
      },
      subjects,
    );
    await change.cover();
    return change;
  }

  /** Says what is still to be said. */
  async finish(): Promise<void> {
    await this.pending.finish();
  }

  /** Once on this node: when it is this node's turn among the nodes, or another one's value. */
  private async fetch<T>(view: string, entry: Entry<T>, load: (shows: Shows) => Promise<T>): Promise<Landed> {
    const lease = randomUUID();
    const began = this.store.isUp ? await this.takeTurn(view, entry, lease) : null;
    if (!began) this.tallies.of(entry.space.name).past += 1;
    if (began && isKept(began)) return { value: valueOf(entry.space, began), isKept: true };
    const subjects = new Set(entry.shows);
    try {
      const value = await load((...more) => more.forEach((subject) => subjects.add(subject)));
      await this.failPoints.reach('between load and fill');
      const stays = began !== null && (await this.keep(view, entry, { value, subjects, began, lease }));
      return { value, isKept: stays };
    } catch (error) {
      if (began?.hasLease) await this.store.release(view, lease).catch(() => undefined);
      throw error;
    }
  }

  /** @returns what another node kept meanwhile, or how a load begins now, null where nothing can be kept */
  private async takeTurn(
    view: string,
    { shows = [] }: Pick<Entry<never>, 'shows'>,
    lease: string,
  ): Promise<Kept | Beginning | null> {
    const { leaseMs, lookAgainMs } = this.times;
    const deadline = performance.now() + leaseMs;
    try {
      for (;;) {
        const found = await this.store.begin(view, shows, lease, leaseMs);
        if (isKept(found)) return found;
        if (found.hasLease || found.isBeingChanged || performance.now() > deadline) return found;
        await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      }
    } catch (error) {
      return orAway(error);
    }
  }

  private async keep<T>(
    view: string,
    { space }: Entry<T>,
    { value, subjects, began, lease }: Loaded<T>,
  ): Promise<boolean> {
    const mayBeKept =
      value !== null && value !== undefined && !began.isBeingChanged && subjects.size <= SUBJECTS_AT_MOST;
    if (!mayBeKept) {
      if (began.isBeingChanged) this.tallies.of(space.name).refused += 1;
      if (began.hasLease) await this.store.release(view, lease).catch(() => undefined);
      return false;
    }
    const { encoding } = space;
    const kept = { bytes: encoding.encode(value), ...(encoding.isShared && { value }) };
    const filled = { kept, subjects: [...subjects], since: began.moment };
    const stays = await this.store
      .fill(view, { ...filled, ttlMs: space.ttlMs, lease })
      .catch((error: unknown) => orAway(error) ?? false);
    if (!stays) this.tallies.of(space.name).refused += 1;
    return stays;
  }

  private look(view: string): Promise<Kept | null> {
    return this.store.look(view).catch(orAway);
  }
}

interface Loaded<T> {
  readonly value: T;
  readonly subjects: ReadonlySet<string>;
  readonly began: Beginning;
  readonly lease: string;
}

const valueOf = <T>({ encoding }: Space<T>, kept: Kept): T => {
  if (!encoding.isShared) return encoding.decode(kept.bytes);
  kept.value ??= encoding.decode(kept.bytes);
  return kept.value as T;
};

const orAway = (error: unknown): null => {
  if (error instanceof StoreAway) return null;
  throw error;
};
