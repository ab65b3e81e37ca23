import type { AppliedSteer, RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type {
  TakeCommand,
  RendererResult,
  AttemptResult,
  AttemptRequest,
  AttemptOutcome,
} from '../../domain/renderers.js';
import type { LocalFiles } from './request-files.js';

/** Factor before the first step, when a model may be read from a slow disk. */
const BEFORE_FIRST_STEP = 5;
/** Decoding a large image takes as long as many steps. */
const STEPS_OF_SILENCE = 20;

/** Distinguishes a slow renderer from one that hangs. */
export class StallDetector {
  private lastMs: number;
  private lastWasStep = false;
  private slowestStepMs: number | undefined;

  /** @param stallMs silence that counts as stalled even with fast steps */
  constructor(
    nowMs: number,
    private readonly stallMs: number,
  ) {
    this.lastMs = nowMs;
  }

  reported(nowMs: number, isStep: boolean): void {
    // Time before the first step is loading, so it does not count as a step.
    if (isStep && this.lastWasStep) this.slowestStepMs = Math.max(this.slowestStepMs ?? 0, nowMs - this.lastMs);
    this.lastMs = nowMs;
    this.lastWasStep = isStep;
  }

  isStalled(nowMs: number): boolean {
    const patience =
      this.slowestStepMs === undefined
        ? this.stallMs * BEFORE_FIRST_STEP
        : Math.max(this.stallMs, this.slowestStepMs * STEPS_OF_SILENCE);
    return nowMs - this.lastMs > patience;
  }
}

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
    this.sendFrames = request.sendFrames;
  }

  get attempt() {
    return this.request.attempt;
  }

  /** Sends the command to the renderer. @returns the result if it was cancelled before */
  begin({ modelDir, loraFiles }: LocalFiles, stall: StallDetector): AttemptResult | undefined {
    if (this.isCancelled) return this.cancelled();
    const { attempt: _attempt, manifests: _manifests, ...request } = this.request;
    const files = { modelDir, ...(loraFiles.length > 0 && { loraFiles }) };
    if (!this.send({ ...request, ...files, sendFrames: this.sendFrames })) return undefined;
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
