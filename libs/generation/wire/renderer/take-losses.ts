import { Injectable, Logger } from '@nestjs/common';
import type { RenderTurn, TurnOutcome } from '../../domain/renderers.js';
import { HandBackTake } from '../../usecases/hand-back-take.js';
import { LoseTurn } from '../../usecases/lose-turn.js';

type Unfinished = Extract<TurnOutcome, { type: 'lost' | 'returned' }>;

/** What becomes of takes whose renderer did not end them. */
@Injectable()
export class TakeLosses {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly handBack: HandBackTake,
    private readonly loseTurn: LoseTurn,
  ) {}

  /** @returns false when the take is no longer this turn's */
  async note(turn: RenderTurn, outcome: Unfinished): Promise<boolean> {
    const { takeId, roomId, model } = turn;
    if (outcome.type === 'lost') {
      const { why, isModels } = outcome;
      this.logger.warn('A renderer was lost under a take', { takeId, model, why });
      return this.loseTurn.run({ takeId, owner: turn.id, model, why, isModels });
    }
    const isBack = await this.handBack.run(takeId, roomId, turn.id);
    if (isBack) this.logger.log('A running take is handed back', { takeId });
    return isBack;
  }
}
