import { AsyncLocalStorage } from 'node:async_hooks';
import type { FailPoint } from '../../libs/platform/cache/fail-points.js';
import type { CacheTestNode } from './cached-notes.js';
import type { Random } from './random.js';

/** A reader or writer that may crash. */
interface Actor {
  readonly noteId?: string;
  /** The value that its transaction writes. */
  version: number;
  isDead: boolean;
}

export interface RaceSettings {
  readonly random: Random;
  readonly nodes: readonly CacheTestNode[];
  readonly readers: number;
  readonly writers: number;
  readonly opsEach: number;
  /** The probability of a crash at a fail point. */
  readonly deaths: number;
  /** Reads that start this long after a commit must show it. */
  readonly delayMs: number;
}

interface Commit {
  readonly version: number;
  readonly atMs: number;
}

class Killed extends Error {}

const DELAY_AT_MOST_MS = 4;
/** Each note is used for a while only: notes of crashed writers would stay out of the cache. */
const NOTES = 3;
const OPS_PER_NOTE = 40;
/** An upper limit for the notes of all races. */
export const MAX_NOTES = 400;

/** Readers and writers of the same notes on several nodes, delayed and killed where the seed decides. */
export class CacheRace {
  readonly deaths = new Map<FailPoint, number>();
  /** Reads older than a commit `delayMs` before they started, and reads older than any earlier commit. */
  stale = 0;
  staleAtOnce = 0;
  reads = 0;
  commits = 0;
  private readonly actors = new AsyncLocalStorage<Actor>();
  private readonly committed = new Map<string, Commit[]>();
  private ops = 0;

  constructor(private readonly settings: RaceSettings) {
    for (const { stops } of settings.nodes) stops.otherwise = (point) => this.passBy(point);
  }

  async run(): Promise<void> {
    const { nodes, readers, writers } = this.settings;
    const each = (count: number, act: (node: CacheTestNode) => Promise<void>) =>
      Array.from({ length: count }, (_, index) => this.repeat(act, nodes[index % nodes.length] as CacheTestNode));
    await Promise.all([...each(readers, (node) => this.read(node)), ...each(writers, (node) => this.write(node))]);
  }

  private async repeat(act: (node: CacheTestNode) => Promise<void>, node: CacheTestNode): Promise<void> {
    for (let op = 0; op < this.settings.opsEach; op++) await act(node);
  }

  private drawNote(): string {
    this.ops += 1;
    return `note-${Math.floor(this.ops / (NOTES * OPS_PER_NOTE)) * NOTES + this.settings.random.below(NOTES)}`;
  }

  private async read(node: CacheTestNode): Promise<void> {
    const ids = [...new Set([this.drawNote(), this.drawNote()])].sort();
    const beganAt = performance.now();
    const [now, before] = [0, this.settings.delayMs].map((agoMs) => this.floor(ids, beganAt - agoMs));
    const found = await this.alone({ version: 0, isDead: false }, () => node.read(...ids));
    if (found === undefined) return;
    this.reads += 1;
    if (found < (now ?? 0)) this.staleAtOnce += 1;
    if (found < (before ?? 0)) this.stale += 1;
  }

  private async write(node: CacheTestNode): Promise<void> {
    const noteId = this.drawNote();
    const actor: Actor = { noteId, version: 0, isDead: false };
    const work = async () => {
      actor.version = await node.grow(noteId);
    };
    await this.alone(actor, () =>
      this.settings.random.chance(0.3)
        ? node.unitOfWork.run(async () => {
            node.unitOfWork.invalidate(`note:${noteId}`);
            await work();
          })
        : node.unitOfWork.run(work, [`note:${noteId}`]),
    );
    await this.pause();
  }

  /** @returns undefined after a crash: the operation never ends */
  private async alone<T>(actor: Actor, act: () => Promise<T>): Promise<T | undefined> {
    let died: (() => void) | undefined;
    const death = new Promise<undefined>((resolve) => (died = () => resolve(undefined)));
    const watched = {
      ...actor,
      get isDead() {
        return actor.isDead;
      },
      set isDead(isDead: boolean) {
        actor.isDead = isDead;
        died?.();
      },
      get version() {
        return actor.version;
      },
    };
    const living = this.actors.run(watched, act).catch((error: unknown) => {
      if (error instanceof Killed) return undefined;
      throw error;
    });
    return Promise.race([living, death]);
  }

  private async passBy(point: FailPoint): Promise<void> {
    const actor = this.actors.getStore();
    if (!actor) return;
    // A crashed writer does nothing more, but may have committed before.
    if (actor.isDead) return new Promise(() => undefined);
    if (point === 'after commit' && actor.noteId) this.commit(actor.noteId, actor.version);
    await this.pause();
    if (!this.settings.random.chance(this.settings.deaths)) return;
    this.deaths.set(point, (this.deaths.get(point) ?? 0) + 1);
    actor.isDead = true;
    // The database rolls back the transaction of a crashed process.
    if (point === 'before commit') throw new Killed();
    return new Promise(() => undefined);
  }

  private commit(noteId: string, version: number): void {
    this.commits += 1;
    this.committed.set(noteId, [...(this.committed.get(noteId) ?? []), { version, atMs: performance.now() }]);
  }

  private floor(ids: readonly string[], untilMs: number): number {
    const ofOne = (id: string) => {
      const all = (this.committed.get(id) ?? []).filter(({ atMs }) => atMs <= untilMs);
      return all.reduce((highest, { version }) => Math.max(highest, version), 0);
    };
    return ids.reduce((sum, id) => sum + ofOne(id), 0);
  }

  private async pause(): Promise<void> {
    const { random } = this.settings;
    if (random.chance(0.5)) return;
    await new Promise((resolve) => setTimeout(resolve, random.below(DELAY_AT_MOST_MS)));
  }
}
