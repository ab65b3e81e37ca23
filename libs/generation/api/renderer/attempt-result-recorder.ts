import { Injectable, Logger } from '@nestjs/common';
import type { RendererResult, AttemptResult } from '../../domain/renderers.js';
import { failureCodeOf } from '../../domain/take.js';
import { ConfirmCancel } from '../../use-cases/confirm-cancel.js';
import { FailTake } from '../../use-cases/fail-take.js';
import { FinishTake } from '../../use-cases/finish-take.js';
import { RecordAppliedSteer } from '../../use-cases/record-applied-steer.js';
import { LostAttemptHandler } from './lost-attempt-handler.js';

/** Notes how turns have ended. */
@Injectable()
export class AttemptResultRecorder {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly finish: FinishTake,
    private readonly fail: FailTake,
    private readonly endCancelled: ConfirmCancel,
    private readonly recordAppliedSteer: RecordAppliedSteer,
    private readonly losses: LostAttemptHandler,
  ) {}

  /** Again and again with the same end notes it once. @throws what the database throws */
  async note(end: AttemptResult): Promise<void> {
    const { turn, outcome, steers } = end;
    for (const steer of steers) await this.recordAppliedSteer.run(turn.takeId, turn.id, steer);
    const noted =
      outcome.type === 'lost' || outcome.type === 'returned'
        ? await this.losses.note(turn, outcome)
        : await this.end(turn.id, outcome);
    if (!noted) this.logger.log('A take had ended otherwise', { takeId: turn.takeId });
  }

  private end(owner: string, report: RendererResult): Promise<boolean> {
    const { takeId } = report;
    switch (report.type) {
      case 'finished':
        return this.finish.run(takeId, owner, report.images, report.record);
      case 'failed':
        return this.fail.run(takeId, owner, { code: failureCodeOf(report.code), detail: report.detail });
      case 'cancelled':
        return this.endCancelled.run(takeId, owner, report.step);
      default:
        return report satisfies never;
    }
  }
}
