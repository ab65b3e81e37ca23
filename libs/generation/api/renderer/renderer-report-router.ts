import { Injectable, Logger } from '@nestjs/common';
import type { RenderersListener, RenderAttempt, AttemptResult, AttemptProgress } from '../../domain/renderers.js';
import { type AppliedSteer, RecordAppliedSteer } from '../../use-cases/record-applied-steer.js';
import { PreviewStream } from './preview-stream.js';
import { AttemptResultRecorder } from './attempt-result-recorder.js';
import { TakeLeases } from './take-leases.js';

/** What renderers say, to where it belongs. */
@Injectable()
export class RendererReportRouter implements RenderersListener {
  private readonly logger = new Logger('Takes');
  private noting = Promise.resolve();

  constructor(
    private readonly endings: AttemptResultRecorder,
    private readonly leases: TakeLeases,
    private readonly previews: PreviewStream,
    private readonly recordAppliedSteer: RecordAppliedSteer,
  ) {}

  onReport(turn: RenderAttempt, report: AttemptProgress): void {
    switch (report.type) {
      case 'loading':
        if (report.fetching) this.previews.fetching(turn, report.fetching);
        return;
      case 'step': {
        const { type: _type, ...step } = report;
        return this.previews.show({ roomId: turn.roomId, ...step }, turn.authorId);
      }
      case 'steered':
        this.steered(turn, report);
        return;
      default:
        return report satisfies never;
    }
  }

  /** One after the other: of words that hold from the same step the last ones noted are those that hold. */
  private steered({ id, takeId }: RenderAttempt, held: AppliedSteer): void {
    this.noting = this.noting
      .then(() => this.recordAppliedSteer.run(takeId, id, held))
      .then(
        () => undefined,
        // The end of the turn tells it again, so nothing is lost where this fails.
        (error: unknown) => this.logger.warn('New words of a take could not be noted', { takeId }, error),
      );
  }

  onEnd(end: AttemptResult): Promise<void> {
    return this.endings.note(end);
  }

  onLeaseRenewed(turn: RenderAttempt): void {
    this.leases.held(turn);
  }
}
