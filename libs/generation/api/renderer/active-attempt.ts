import type { RenderCommand, RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type {
  AppliedSteer,
  TakeCommand,
  RendererResult,
  AttemptResult,
  AttemptRequest,
  AttemptOutcome,
} from '../../domain/renderers.js';
import type { StallDetector } from './stall-detector.js';

/** A result, or a report to forward. */
type HandledReport = AttemptResult | 'forward' | undefined;

/** One attempt by this machine's renderer, from its request to its result. */
export class ActiveAttempt {
  private readonly waiting: TakeCommand[] = [];
  private readonly steers: AppliedSteer[] = [];
  /** Servers repeat steers that may have been lost. */
  private readonly steersSent = new Set<string>();
  private stall: StallDetector | undefined;
  private sendFrames: boolean;
  private isCancelled = false;
  private stepsDone = 0;

  constructor(
    private readonly request: AttemptRequest,
    private readonly send: (command: RendererCommand) => boolean,
  ) {
    this.sendFrames = request.command.sendFrames;
  }

  get attempt() {
    return this.request.attempt;
  }

  /**
   * Sends the command to the renderer. @param command with paths of this machine. @returns the result if it was cancelled
   * before
   */
  begin(command: RenderCommand, stall: StallDetector): AttemptResult | undefined {
    if (this.isCancelled) return this.cancelled();
    if (!this.send({ ...command, sendFrames: this.sendFrames })) return undefined;
    this.stall = stall;
    for (const early of this.waiting.splice(0)) this.send(early);
    return undefined;
  }

  /** @returns the result if the attempt ends at once, because it has not started */
  sendCommand(command: TakeCommand): AttemptResult | undefined {
    if (command.type === 'cancel') this.isCancelled = true;
    if (command.type === 'steer') {
      if (this.steersSent.has(command.steerId)) return undefined;
      this.steersSent.add(command.steerId);
    }
    if (this.stall) this.send(command);
    else if (this.isCancelled) return this.cancelled();
    else this.waiting.push(command);
    return undefined;
  }

  setSendFrames(sendFrames: boolean): void {
    if (sendFrames === this.sendFrames) return;
    this.sendFrames = sendFrames;
    if (this.stall) this.send({ type: 'watch', takeId: this.attempt.takeId, sendFrames });
  }

  handle(report: RendererReport, nowMs: number): HandledReport {
    if (!('takeId' in report) || report.takeId !== this.attempt.takeId) return undefined;
    switch (report.type) {
      case 'loading':
        this.stall?.reported(nowMs, false);
        return 'forward';
      case 'step':
        this.stall?.reported(nowMs, true);
        this.stepsDone = report.imageIndex * report.steps + report.step;
        return 'forward';
      case 'steered':
        this.steers.push({ steerId: report.steerId, imageIndex: report.imageIndex, step: report.step });
        return 'forward';
      case 'finished':
      case 'failed':
      case 'cancelled':
        return this.end(report satisfies RendererResult);
      default:
        return report satisfies never;
    }
  }

  /**
   * The renderer was lost. Once the attempt had started, its model may be the cause, also if a user cancelled: users cancel
   * takes that hang.
   */
  lose(why: string): AttemptResult {
    if (this.isCancelled && !this.stall) return this.cancelled();
    return this.end(this.stall ? { type: 'lost', why, blamesModel: true } : { type: 'returned' });
  }

  returnTake(): AttemptResult {
    return this.isCancelled ? this.cancelled() : this.end({ type: 'returned' });
  }

  isStalled(nowMs: number): boolean {
    return this.stall?.isStalled(nowMs) ?? false;
  }

  private cancelled(): AttemptResult {
    return this.end({ type: 'cancelled', takeId: this.attempt.takeId, step: this.stepsDone });
  }

  end(outcome: AttemptOutcome): AttemptResult {
    return { attempt: this.attempt, outcome, steers: [...this.steers] };
  }
}
