import { Injectable, Logger } from '@nestjs/common';
import type { TakeEnd, TurnEnd } from '../../domain/renderers.js';
import { failureCodeOf } from '../../domain/take.js';
import { EndCancelledTake } from '../../usecases/end-cancelled-take.js';
import { FailTake } from '../../usecases/fail-take.js';
import { FinishTake } from '../../usecases/finish-take.js';
import { NoteSteer } from '../../usecases/note-steer.js';
import { TakeLosses } from './take-losses.js';

/** Notes how turns have ended. */
@Injectable()
export class TakeEndings {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly finish: FinishTake,
    private readonly fail: FailTake,
    private readonly endCancelled: EndCancelledTake,
    private readonly noteSteer: NoteSteer,
    private readonly losses: TakeLosses,
  ) {}

  /** Again and again with the same end notes it once. @throws what the database throws */
  async note(end: TurnEnd): Promise<void> {
    const { turn, outcome, steers } = end;
    for (const steer of steers) await this.noteSteer.run(turn.takeId, turn.id, steer);
    const noted =
      outcome.type === 'lost' || outcome.type === 'returned'
        ? await this.losses.note(turn, outcome)
        : await this.end(turn.id, outcome);
    if (!noted) this.logger.log('A take had ended otherwise', { takeId: turn.takeId });
  }

  private end(owner: string, report: TakeEnd): Promise<boolean> {
    const { takeId } = report;
    switch (report.type) {
      case 'finished':
        return this.finish.run(takeId, owner, report.pictures, report.record);
      case 'failed':
        return this.fail.run(takeId, owner, { code: failureCodeOf(report.code), detail: report.detail });
      case 'cancelled':
        return this.endCancelled.run(takeId, owner, report.step);
      default:
        return report satisfies never;
    }
  }
}
