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

/** What becomes of a report about the take. */
type Heard = AttemptResult | 'told' | undefined;

/** One take with the renderer of this worker, from the request to its end. */
export class ActiveAttempt {
  private readonly waiting: TakeCommand[] = [];
  private readonly steers: AppliedSteer[] = [];
  /** Servers say it again when they are not sure. */
  private readonly steersTold = new Set<string>();
  private stall: StallDetector | undefined;
  private sendFrames: boolean;
  private cancelAsked = false;
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

  /** The renderer is there. @param command the request with folders of this machine. @returns the end, if it is over already */
  begin(command: RenderCommand, stall: StallDetector): AttemptResult | undefined {
    if (this.cancelAsked) return this.cancelled();
    if (!this.send({ ...command, sendFrames: this.sendFrames })) return undefined;
    this.stall = stall;
    for (const early of this.waiting.splice(0)) this.send(early);
    return undefined;
  }

  /** @returns the end, if nobody renders it yet and so it is over at once. */
  tell(command: TakeCommand): AttemptResult | undefined {
    if (command.type === 'cancel') this.cancelAsked = true;
    if (command.type === 'steer') {
      if (this.steersTold.has(command.steerId)) return undefined;
      this.steersTold.add(command.steerId);
    }
    if (this.stall) this.send(command);
    else if (this.cancelAsked) return this.cancelled();
    else this.waiting.push(command);
    return undefined;
  }

  watch(sendFrames: boolean): void {
    if (sendFrames === this.sendFrames) return;
    this.sendFrames = sendFrames;
    if (this.stall) this.send({ type: 'watch', takeId: this.attempt.takeId, sendFrames });
  }

  hear(report: RendererReport, nowMs: number): Heard {
    if (!('takeId' in report) || report.takeId !== this.attempt.takeId) return undefined;
    switch (report.type) {
      case 'loading':
        this.stall?.heard(nowMs, false);
        return 'told';
      case 'step':
        this.stall?.heard(nowMs, true);
        this.stepsDone = report.imageIndex * report.steps + report.step;
        return 'told';
      case 'steered':
        this.steers.push({ steerId: report.steerId, imageIndex: report.imageIndex, step: report.step });
        return 'told';
      case 'finished':
      case 'failed':
      case 'cancelled':
        return this.end(report satisfies RendererResult);
      default:
        return report satisfies never;
    }
  }

  /**
   * The renderer is gone. It is not the take's doing unless it had begun: then also where somebody wanted it to end, which
   * is what users do with one that hangs, and which whoever notes it will find.
   */
  lose(why: string): AttemptResult {
    if (this.cancelAsked && !this.stall) return this.cancelled();
    return this.end(this.stall ? { type: 'lost', why, blamesModel: true } : { type: 'returned' });
  }

  giveBack(): AttemptResult {
    return this.cancelAsked ? this.cancelled() : this.end({ type: 'returned' });
  }

  isHung(nowMs: number): boolean {
    return this.stall?.isHung(nowMs) ?? false;
  }

  private cancelled(): AttemptResult {
    return this.end({ type: 'cancelled', takeId: this.attempt.takeId, step: this.stepsDone });
  }

  end(outcome: AttemptOutcome): AttemptResult {
    return { attempt: this.attempt, outcome, steers: [...this.steers] };
  }
}
