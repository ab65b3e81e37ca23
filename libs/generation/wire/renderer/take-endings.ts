import { Injectable, Logger } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import type { RendererReport } from '../../domain/renderer-protocol.js';
import { failureCodeOf } from '../../domain/take.js';
import { EndCancelledTake } from '../../usecases/end-cancelled-take.js';
import { FailTake } from '../../usecases/fail-take.js';
import { FinishTake } from '../../usecases/finish-take.js';

export type EndReport = Extract<RendererReport, { type: 'finished' | 'failed' | 'cancelled' }>;

const ATTEMPTS = 5;
const BETWEEN_MS = 500;

/** Notes how a take of this node has ended. */
@Injectable()
export class TakeEndings {
  private readonly logger = new Logger('Takes');

  constructor(
    private readonly finish: FinishTake,
    private readonly fail: FailTake,
    private readonly endCancelled: EndCancelledTake,
    private readonly bus: Bus,
  ) {}

  /**
   * A database that is away for a moment costs no picture: it is tried again for some seconds. After that the take is left
   * to its lease, and is rendered anew when that has run out.
   */
  async note(report: EndReport): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        if (!(await this.end(report))) this.logger.log('A take had ended otherwise', { takeId: report.takeId });
        return;
      } catch (error) {
        this.logger.error('The end of a take could not be noted', { takeId: report.takeId, attempt }, error);
        if (attempt === ATTEMPTS) return;
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS * attempt));
      }
    }
  }

  private end(report: EndReport): Promise<boolean> {
    const { nodeId } = this.bus;
    switch (report.type) {
      case 'finished':
        return this.finish.run(report.takeId, nodeId, report.pictures, report.record);
      case 'failed':
        return this.fail.run(report.takeId, nodeId, { code: failureCodeOf(report.code), detail: report.detail });
      case 'cancelled':
        return this.endCancelled.run(report.takeId, nodeId, report.step);
      default:
        return report satisfies never;
    }
  }
}
