import { Injectable, Logger } from '@nestjs/common';
import type {
  AppliedSteer,
  AttemptProgress,
  AttemptResult,
  RenderAttempt,
  RenderersListener,
} from '../../domain/renderers.js';
import { AttemptsService } from '../../use-cases/attempts.service.js';
import { FrameStream } from './frame-stream.js';
import { TakeLeases } from './take-leases.js';

/** Routes renderer reports to their takes: frames to viewers, steers and results to the database. */
@Injectable()
export class RendererReportRouter implements RenderersListener {
  private readonly logger = new Logger('Takes');
  private recording = Promise.resolve();

  constructor(
    private readonly attempts: AttemptsService,
    private readonly leases: TakeLeases,
    private readonly frames: FrameStream,
  ) {}

  onReport(attempt: RenderAttempt, report: AttemptProgress): void {
    switch (report.type) {
      case 'loading':
        if (report.fetching) this.frames.sendDownloadProgress(attempt, report.fetching);
        return;
      case 'step': {
        const { type: _type, ...step } = report;
        return this.frames.send({ roomId: attempt.roomId, ...step }, attempt.authorId);
      }
      case 'steered':
        this.recordSteer(attempt, report);
        return;
      default:
        return report satisfies never;
    }
  }

  /** Serialized: of several steers at the same step the last recorded one applies. */
  private recordSteer({ id, takeId }: RenderAttempt, steer: AppliedSteer): void {
    this.recording = this.recording
      .then(() => this.attempts.recordSteer(takeId, id, steer))
      .then(
        () => undefined,
        // The result of the attempt repeats all steers.
        (error: unknown) => this.logger.warn('A steer could not be recorded', { takeId }, error),
      );
  }

  onEnd(result: AttemptResult): Promise<void> {
    return this.attempts.record(result);
  }

  onLeaseRenewed(attempt: RenderAttempt): void {
    this.leases.onHeartbeat(attempt);
  }
}
