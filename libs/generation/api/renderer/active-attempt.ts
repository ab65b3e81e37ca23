import type { AppliedSteer, RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type {
  TakeCommand,
  RendererResult,
  AttemptResult,
  AttemptRequest,
  AttemptOutcome,
} from '../../domain/renderers.js';
import { isDeviceLoss } from '../../domain/model-failure.js';
import { renderTimeoutFailure } from '../../domain/take.js';
import type { LocalFiles } from './request-files.js';

/** Factor before the first step, when a model may be read from a slow disk. */
const FIRST_STEP_FACTOR = 5;
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

  recordReport(nowMs: number, isStep: boolean): void {
    // Time before the first step is loading, so it does not count as a step.
    if (isStep && this.lastWasStep) this.slowestStepMs = Math.max(this.slowestStepMs ?? 0, nowMs - this.lastMs);
    this.lastMs = nowMs;
    this.lastWasStep = isStep;
  }

  isStalled(nowMs: number): boolean {
    const limitMs =
      this.slowestStepMs === undefined
        ? this.stallMs * FIRST_STEP_FACTOR
        : Math.max(this.stallMs, this.slowestStepMs * STEPS_OF_SILENCE);
    return nowMs - this.lastMs > limitMs;
  }
}

/** A renderer ends a take between two steps. One whose step takes longer than this share of the budget is killed. */
const GRACE_SHARE = 0.1;
const MIN_GRACE_MS = 2_000;
const MAX_GRACE_MS = 10_000;

/** How long a renderer elsewhere may download the files of a take. */
const MAX_DOWNLOAD_MS = 30 * 60_000;

/** A result, or a report to forward. */
type HandledReport = AttemptResult | 'forward' | undefined;

/** One attempt by this machine's renderer, from its request to its result. */
export class ActiveAttempt {
  private readonly pendingCommands: TakeCommand[] = [];
  private readonly steers: AppliedSteer[] = [];
  /** Servers repeat steers that may have been lost. */
  private readonly sentSteerIds = new Set<string>();
  private stallDetector: StallDetector | undefined;
  private sendFrames: boolean;
  private isCancelled = false;
  private beganAtMs = Infinity;
  private downloadedBytes = 0;
  private downloadUntilMs = Infinity;
  private paceMs = 0;
  private lastStepAtMs = 0;
  private isOverBudget = false;
  private stepsDone = 0;

  constructor(
    private readonly request: AttemptRequest,
    /** Whether its loss may be caused by the model. */
    private readonly blamesModel: boolean,
    private readonly send: (command: RendererCommand) => boolean,
  ) {
    this.sendFrames = request.sendFrames;
  }

  get attempt() {
    return this.request.attempt;
  }

  /** Sends the command to the renderer. @returns the result if it was cancelled before */
  begin({ modelDir, files }: LocalFiles, stallDetector: StallDetector, nowMs: number): AttemptResult | undefined {
    if (this.isCancelled) return this.cancelledResult();
    const { attempt: _attempt, manifests: _manifests, budget: _budget, ...request } = this.request;
    const paths = { modelDir, ...(files.length > 0 && { files }) };
    if (!this.send({ ...request, ...paths, sendFrames: this.sendFrames })) return undefined;
    this.stallDetector = stallDetector;
    this.beganAtMs = nowMs;
    this.lastStepAtMs = nowMs;
    this.downloadUntilMs = nowMs + MAX_DOWNLOAD_MS;
    for (const command of this.pendingCommands.splice(0)) this.send(command);
    return undefined;
  }

  /** @returns the result if the attempt ends at once, because it has not started */
  sendCommand(command: TakeCommand): AttemptResult | undefined {
    if (command.type === 'cancel') this.isCancelled = true;
    if (command.type === 'pace') this.paceMs = command.stepMs;
    if (command.type === 'steer') {
      if (this.sentSteerIds.has(command.steerId)) return undefined;
      this.sentSteerIds.add(command.steerId);
    }
    if (this.stallDetector) this.send(command);
    else if (this.isCancelled) return this.cancelledResult();
    else this.pendingCommands.push(command);
    return undefined;
  }

  setSendFrames(sendFrames: boolean): void {
    if (sendFrames === this.sendFrames) return;
    this.sendFrames = sendFrames;
    if (this.stallDetector) this.send({ type: 'watch', takeId: this.attempt.takeId, sendFrames });
  }

  handle(report: RendererReport, nowMs: number): HandledReport {
    if (!('takeId' in report) || report.takeId !== this.attempt.takeId) return undefined;
    switch (report.type) {
      case 'loading':
        this.excludeDownload(report.fetching?.bytes ?? 0, nowMs);
        this.stallDetector?.recordReport(nowMs, false);
        return 'forward';
      case 'loaded':
        this.stallDetector?.recordReport(nowMs, false);
        return 'forward';
      case 'step':
        this.excludePause(nowMs);
        this.stallDetector?.recordReport(nowMs, true);
        this.stepsDone = report.imageIndex * report.steps + report.step;
        return 'forward';
      case 'steered':
        this.steers.push({ steerId: report.steerId, imageIndex: report.imageIndex, step: report.step });
        return 'forward';
      case 'cancelled':
        return this.isOverBudget ? this.timeoutResult() : this.resultWith(report satisfies RendererResult);
      case 'finished':
      case 'failed':
        return this.resultWith(report satisfies RendererResult);
      default:
        return report satisfies never;
    }
  }

  /**
   * The renderer was lost. Once the attempt had started, its model may be the cause, also if a user cancelled: users cancel
   * takes that hang. Not with a device: then the processor shows whether it is.
   */
  lose(reason: string): AttemptResult {
    if (this.isOverBudget) return this.timeoutResult();
    if (this.isCancelled && !this.stallDetector) return this.cancelledResult();
    if (!this.stallDetector) return this.resultWith({ type: 'returned' });
    const blamesProvider = this.blamesModel && isDeviceLoss(reason);
    const blamesModel = this.blamesModel && !blamesProvider;
    return this.resultWith({ type: 'lost', why: reason, blamesModel, ...(blamesProvider && { blamesProvider }) });
  }

  returnTake(): AttemptResult {
    if (this.isOverBudget) return this.timeoutResult();
    return this.isCancelled ? this.cancelledResult() : this.resultWith({ type: 'returned' });
  }

  isStalled(nowMs: number): boolean {
    return this.stallDetector?.isStalled(nowMs) ?? false;
  }

  /**
   * Ends an attempt that has rendered longer than allowed.
   * @returns whether the renderer doesn't respond, so that it must be killed
   */
  enforceBudget(nowMs: number): boolean {
    const { ms = Infinity } = this.request.budget ?? {};
    const excessMs = nowMs - this.beganAtMs - ms;
    if (!(excessMs > 0)) return false;
    if (!this.isOverBudget) this.send({ type: 'cancel', takeId: this.attempt.takeId });
    this.isOverBudget = true;
    return excessMs > Math.min(MAX_GRACE_MS, Math.max(MIN_GRACE_MS, ms * GRACE_SHARE));
  }

  /** A renderer elsewhere downloads files after the attempt began: while more of them arrive, the budget starts over. */
  private excludeDownload(bytes: number, nowMs: number): void {
    if (bytes <= this.downloadedBytes || nowMs > this.downloadUntilMs) return;
    this.downloadedBytes = bytes;
    this.beganAtMs = nowMs;
  }

  /** A step that takes at most its pace costs nothing of the budget. */
  private excludePause(nowMs: number): void {
    this.beganAtMs += Math.min(this.paceMs, nowMs - this.lastStepAtMs);
    this.lastStepAtMs = nowMs;
  }

  /** A renderer that belongs to others may be slow for reasons of its own: another one tries the take. */
  private timeoutResult(): AttemptResult {
    const { takeId } = this.attempt;
    if (!this.blamesModel) {
      return this.resultWith({ type: 'lost', why: 'it exceeded the time of its take', blamesModel: false });
    }
    const failure = renderTimeoutFailure(this.request.budget ?? { ms: 0, reason: '' });
    return this.resultWith({ type: 'failed', takeId, ...failure });
  }

  private cancelledResult(): AttemptResult {
    return this.resultWith({ type: 'cancelled', takeId: this.attempt.takeId, step: this.stepsDone });
  }

  resultWith(outcome: AttemptOutcome): AttemptResult {
    return { attempt: this.attempt, outcome, steers: [...this.steers] };
  }
}
