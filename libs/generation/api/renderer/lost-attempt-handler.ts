import { Injectable, Logger } from '@nestjs/common';
import type { RenderAttempt, AttemptOutcome } from '../../domain/renderers.js';
import { RequeueTake } from '../../use-cases/requeue-take.js';
import { HandleLostAttempt } from '../../use-cases/handle-lost-attempt.js';

type Unfinished = Extract<AttemptOutcome, { type: 'lost' | 'returned' }>;

/** What becomes of takes whose renderer did not end them. */
@Injectable()
export class LostAttemptHandler {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly handBack: RequeueTake,
    private readonly handleLostAttempt: HandleLostAttempt,
  ) {}

  /** @returns false when the take is no longer this turn's */
  async note(turn: RenderAttempt, outcome: Unfinished): Promise<boolean> {
    const { takeId, roomId, model } = turn;
    if (outcome.type === 'lost') {
      const { why, blamesModel } = outcome;
      this.logger.warn('A renderer was lost under a take', { takeId, model, why });
      return this.handleLostAttempt.run({ takeId, owner: turn.id, model, why, blamesModel });
    }
    const isBack = await this.handBack.run(takeId, roomId, turn.id);
    if (isBack) this.logger.log('A running take is handed back', { takeId });
    return isBack;
  }
}
