import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeStarted } from '../domain/events.js';
import { isSystemTake } from '../domain/system-takes.js';
import { chooseNextTake, type RendererCaches, type Turn } from '../domain/scheduling-policy.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { type BacklogTake, type RunningTake, TakeQueue } from '../domain/take-queue.js';

/** Whoever had no turn for so long counts as never served. */
export const TURNS_REMEMBERED_MS = 60 * 60_000;

/** Of a renderer that was just started, where there is no other. */
const EMPTY = (): RendererCaches => ({ own: [], others: [] });

/** As memoryKeyOf names them; what is being loaded for running takes counts. */
type Memories = (running: readonly RunningTake[]) => RendererCaches;

const ANYTHING = (_model: string): boolean => true;

/** Ends the unit of work: what was counted for this turn does not hold. */
class AttemptLostError extends Error {}

/** Gives a renderer the take whose turn it is, by what it and the others have in memory. */
@Injectable()
export class ClaimNextTake {
  constructor(
    private readonly takes: Takes,
    private readonly takeQueue: TakeQueue,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @param canRender takes with other models are left to other renderers
   * @returns null when nothing waits that this renderer should do. Renderers that race get different takes.
   */
  async run(owner: string, leaseMs: number, memories: Memories = EMPTY, canRender = ANYTHING): Promise<Take | null> {
    // Whoever loses a race looks at the line anew; that it moved means that somebody else has won.
    for (;;) {
      const turn = await this.next(memories, canRender);
      if (!turn) return null;
      const take = await this.give(turn, owner, leaseMs);
      if (take) return take;
    }
  }

  private async next(memories: Memories, canRender: typeof ANYTHING): Promise<Turn<BacklogTake> | undefined> {
    const { waiting: all, running } = await this.takeQueue.backlog();
    const mine = all.filter(({ model }) => canRender(model));
    // What the house renders for itself waits until nobody else does.
    const users = mine.filter((take) => !isSystemTake(take));
    const waiting = users.length > 0 ? users : mine;
    const now = this.clock.now();
    const served = waiting.length > 1 ? await this.takeQueue.lastServed(now - TURNS_REMEMBERED_MS) : [];
    return chooseNextTake({ waiting, served, now }, memories(running));
  }

  private async give(turn: Turn<BacklogTake>, owner: string, leaseMs: number): Promise<Take | null> {
    try {
      return await this.unitOfWork.run(async () => {
        const at = this.clock.now();
        if (!(await this.takeQueue.startAttempt(turn, { owner, until: at + leaseMs }, at))) {
          throw new AttemptLostError();
        }
        const take = await this.takes.byId(turn.take.id);
        if (take) this.unitOfWork.publish(new TakeStarted(take, at));
        return take;
      });
    } catch (error) {
      if (error instanceof AttemptLostError) return null;
      throw error;
    }
  }
}
