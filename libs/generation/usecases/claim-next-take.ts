import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeStarted } from '../domain/events.js';
import { isHouseTake } from '../domain/house-takes.js';
import { nextTurn, type RendererMemories, type Turn } from '../domain/queue-order.js';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { type LinedTake, type RunningTake, Turns } from '../domain/turns.js';

/** Whoever had no turn for so long counts as never served. */
export const TURNS_REMEMBERED_MS = 60 * 60_000;

/** Of a renderer that was just started, where there is no other. */
const EMPTY = (): RendererMemories => ({ mine: [], others: [] });

/** As memoryKeyOf names them; what is being loaded for running takes counts. */
type Memories = (running: readonly RunningTake[]) => RendererMemories;

const ANYTHING = (_model: string): boolean => true;

/** Ends the unit of work: what was counted for this turn does not hold. */
class TurnLost extends Error {}

/** Gives a renderer the take whose turn it is, by what it and the others have in memory. */
@Injectable()
export class ClaimNextTake {
  constructor(
    private readonly takes: Takes,
    private readonly turns: Turns,
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

  private async next(memories: Memories, canRender: typeof ANYTHING): Promise<Turn<LinedTake> | undefined> {
    const { waiting: all, running } = await this.turns.backlog();
    const mine = all.filter(({ model }) => canRender(model));
    // What the house renders for itself waits until nobody else does.
    const people = mine.filter((take) => !isHouseTake(take));
    const waiting = people.length > 0 ? people : mine;
    const now = this.clock.now();
    const served = waiting.length > 1 ? await this.turns.served(now - TURNS_REMEMBERED_MS) : [];
    return nextTurn({ waiting, served, now }, memories(running));
  }

  private async give(turn: Turn<LinedTake>, owner: string, leaseMs: number): Promise<Take | null> {
    try {
      return await this.unitOfWork.run(async () => {
        const at = this.clock.now();
        if (!(await this.turns.give(turn, { owner, until: at + leaseMs }, at))) throw new TurnLost();
        const take = await this.takes.byId(turn.take.id);
        if (take) this.unitOfWork.announce(new TakeStarted(take, at));
        return take;
      });
    } catch (error) {
      if (error instanceof TurnLost) return null;
      throw error;
    }
  }
}
