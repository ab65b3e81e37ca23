import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import type { WorkLease } from '../../domain/drafts/draft-files.js';

/** A node that dies gives up what it works on after this. */
const TURN_MS = 60_000;
const SAY_AGAIN_MS = 15_000;

export interface LeasedTask {
  /** @returns whether it is the holder's turn now */
  take(workLease: WorkLease): Promise<boolean>;
  /** @returns whether it still is */
  keepOn(workLease: WorkLease): Promise<boolean>;
  work(holder: string, signal: AbortSignal): Promise<void>;
  /** This node ends: whoever is next goes on at once. */
  letGo(holder: string): Promise<void>;
}

/** Keeps a turn as long as work goes on, and ends the work where the turn is lost or the node ends. */
@Injectable()
export class WorkLeases implements OnApplicationShutdown {
  private readonly under = new Map<AbortController, Promise<void>>();

  constructor(private readonly clock: Clock) {}

  /** @returns false where it is somebody else's turn. @throws what the work throws, while the turn is held */
  async run(taker: LeasedTask): Promise<boolean> {
    const holder = randomUUID();
    const turn = (): WorkLease => ({ holder, now: this.clock.now(), until: this.clock.now() + TURN_MS });
    if (!(await taker.take(turn()))) return false;
    const stop = new AbortController();
    const lose = () => stop.abort(new Error('The turn is over.'));
    const say = () => taker.keepOn(turn()).then((isStill) => isStill || lose());
    const timer = setInterval(() => void say().catch(() => undefined), SAY_AGAIN_MS);
    const work = taker.work(holder, stop.signal);
    this.under.set(
      stop,
      work.catch(() => undefined),
    );
    try {
      await work;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      await taker.letGo(holder);
    } finally {
      clearInterval(timer);
      this.under.delete(stop);
    }
    return true;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.under.keys()) stop.abort(new Error('The server ends.'));
    await Promise.all(this.under.values());
  }
}
