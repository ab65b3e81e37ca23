import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Lock, Locker } from '@tus/server';
import { Clock } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { type UploadRequest, currentUploadRequest } from './upload-request.js';
import { TusError } from './tus-error.js';

const WANTED_TOPIC = 'hub.upload.wanted';
const WAIT_AT_MOST_MS = 20_000;
const ASK_EVERY_MS = 100;
/** A node that dies holds an upload no longer than this. */
const HELD_MS = 15_000;
const SAY_AGAIN_MS = 4_000;

interface Held {
  /** Asks whoever holds it to let go: what they have got so far is kept. */
  readonly giveWay: () => void;
  readonly ended: Promise<void>;
}

interface Asker {
  readonly holder: string;
  readonly call: UploadRequest;
  readonly signal: AbortSignal;
}

/**
 * One request at a time reads or writes an upload, over all nodes: its row says whose turn it is. Whoever comes later is
 * believed: the line before is often dead and does not know it yet.
 */
@Injectable()
export class UploadLocks implements Locker {
  private readonly here = new Map<string, Held>();

  constructor(
    private readonly files: DraftFiles,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {
    bus.subscribe<{ id: string; from: string }>(WANTED_TOPIC, ({ id, from }) => {
      if (from !== bus.nodeId) this.here.get(id)?.giveWay();
    });
  }

  newLock(id: string): Lock {
    const holder = randomUUID();
    let letGo: () => Promise<void> = () => Promise.resolve();
    return {
      lock: async (signal, cancel) => {
        const call = currentUploadRequest();
        const { request, stop, user } = call;
        // What is about to be made nobody else can know.
        if (request.method === 'POST') return;
        // Strangers make nobody give way.
        if ((await this.files.byId(id))?.creatorId !== user.id) throw new TusError('FILE_NOT_FOUND');
        letGo = await this.take(id, { holder, call, signal }, () => {
          stop.abort();
          void cancel();
        });
      },
      unlock: () => letGo(),
    };
  }

  private async take(id: string, asker: Asker, giveWay: () => void) {
    const { holder, signal } = asker;
    const deadline = performance.now() + WAIT_AT_MOST_MS;
    await this.waitHere(id, deadline, signal);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.here.set(id, { giveWay, ended });
    const leave = () => {
      this.here.delete(id);
      end();
    };
    try {
      await this.takeEverywhere(id, asker, deadline);
    } catch (error) {
      leave();
      throw error;
    }
    const stopSaying = this.sayAgain(id, asker, giveWay);
    return async () => {
      stopSaying();
      await this.files.releaseLease(id, holder).finally(leave);
    };
  }

  private async waitHere(id: string, deadline: number, signal: AbortSignal): Promise<void> {
    for (let held = this.here.get(id); held; held = this.here.get(id)) {
      held.giveWay();
      await Promise.race([held.ended, pause(ASK_EVERY_MS)]);
      requireTime(deadline, signal);
    }
  }

  private async takeEverywhere(id: string, asker: Asker, deadline: number): Promise<void> {
    while (!(await this.takeFor(id, asker))) {
      // Without it there is nothing to wait for.
      if (!(await this.files.byId(id))) throw new TusError('FILE_NOT_FOUND');
      this.bus.publish(WANTED_TOPIC, { id, from: this.bus.nodeId });
      await pause(ASK_EVERY_MS);
      requireTime(deadline, asker.signal);
    }
  }

  /** As long as it is held; whoever loses it stops at once. */
  private sayAgain(id: string, asker: Asker, giveWay: () => void): () => void {
    const say = () => this.takeFor(id, asker).then((isStill) => isStill || giveWay(), giveWay);
    const timer = setInterval(() => void say(), SAY_AGAIN_MS);
    return () => clearInterval(timer);
  }

  private async takeFor(id: string, { holder, call }: Asker): Promise<boolean> {
    const turn = this.turn(holder);
    const isTaken = await this.files.acquireLease(id, turn);
    if (isTaken) call.until = turn.until;
    return isTaken;
  }

  private turn(holder: string) {
    const now = this.clock.now();
    return { holder, now, until: now + HELD_MS };
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const requireTime = (deadline: number, signal: AbortSignal): void => {
  if (signal.aborted) throw new TusError('ABORTED');
  if (performance.now() > deadline) throw new TusError('ERR_LOCK_TIMEOUT');
};
