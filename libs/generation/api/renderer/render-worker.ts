import { randomUUID } from 'node:crypto';
import type { DeviceView, IsolationView, PauseReason } from '@visionary/contract';
import {
  type AttemptProgress,
  type AttemptRequest,
  type AttemptResult,
  type ModelQuestion,
  type RenderAttempt,
  type RendererLender,
  type RendererRequest,
  type RendererResponse,
  type RendererState,
  responseDeadlineMs,
  type TakeCommand,
} from '../../domain/renderers.js';
import { STALLED_REASON } from '../../domain/model-failure.js';
import type { PoolState, RendererReport } from '../../domain/renderer-protocol.js';
import {
  type AttemptFiles,
  commandOf,
  failureOf,
  FilesNotOfferedError,
  type Files,
  type LocalFiles,
  notDownloaded,
} from './request-files.js';
import type { RendererConnection } from './renderer-connection.js';
import { ActiveAttempt, StallDetector } from './active-attempt.js';

const MAX_COMMANDS = 50;
const EXPIRY_MS = 30_000;

/** Commands for takes that this renderer does not have yet: a request may arrive shortly after them. */
class EarlyCommands {
  private commands: { readonly command: TakeCommand; readonly at: number }[] = [];

  add(command: TakeCommand): void {
    this.commands = [...this.commands.slice(1 - MAX_COMMANDS), { command, at: performance.now() }];
  }

  of(takeId: string): TakeCommand[] {
    const expiredBefore = performance.now() - EXPIRY_MS;
    return this.commands
      .filter(({ command, at }) => command.takeId === takeId && at > expiredBefore)
      .map(({ command }) => command);
  }
}

export interface RenderWorkerListener {
  onChange(): void;
  onReport(attempt: RenderAttempt, report: AttemptProgress): void;
  onEnd(result: AttemptResult): void;
}

export interface RenderWorkerOptions {
  readonly host: string;
  /** Silence that counts as stalled. Slow models get more, see StallDetector. */
  readonly stallMs: number;
  readonly lender?: RendererLender | undefined;
}

type Settle = (response: RendererResponse | undefined) => void;

const POLL_INTERVAL_MS = 1_000;

/** Feeds a renderer one take at a time, watches it, and reports each result exactly once. */
export class RenderWorker {
  /** Another one for each connection. */
  readonly id = randomUUID();
  private attemptFiles: Files | undefined;
  /** Those files, once all are on this machine. */
  private localFiles: LocalFiles | undefined;
  private readonly earlyCommands = new EarlyCommands();
  private readonly pendingRequests = new Map<number, Settle>();
  private listener: RenderWorkerListener | undefined;
  private run: ActiveAttempt | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastRequest = 0;
  private idleSinceMs = Date.now();
  private latestPool: PoolState | null = null;
  private readonly pauses = new Set<PauseReason>();

  constructor(
    private readonly child: RendererConnection,
    private readonly files: AttemptFiles,
    private readonly options: RenderWorkerOptions,
  ) {}

  get host(): string {
    return this.options.host;
  }
  get lender(): RendererLender | undefined {
    return this.options.lender;
  }
  get declined(): readonly string[] | undefined {
    return this.child.declined;
  }

  get state(): RendererState {
    if (this.child.state !== 'ready') return this.child.state;
    if (this.run) return 'rendering';
    return this.pausedBy ? 'unavailable' : 'idle';
  }
  /** Why it gets no takes. It may still finish one. */
  get pausedBy(): PauseReason | undefined {
    const [reason] = this.pauses;
    return reason ?? this.child.pausedBy;
  }
  get attempt(): RenderAttempt | null {
    return this.run?.attempt ?? null;
  }
  /** Ids of the local models that it has; undefined if it gets all of this server's. */
  models(): Promise<readonly string[] | undefined> {
    return this.files.models();
  }
  get pool(): PoolState | null {
    return this.latestPool;
  }
  get restarts(): number {
    return this.child.restarts;
  }
  get idleSince(): number | null {
    return this.state === 'idle' ? this.idleSinceMs : null;
  }

  get isolation(): IsolationView | undefined {
    return this.child.isolation;
  }

  get device(): DeviceView | undefined {
    return this.child.device;
  }

  start(listener: RenderWorkerListener): void {
    this.listener = listener;
    this.child.listen({
      onReady: () => this.onReady(),
      onReport: (report) => this.onReport(report),
      onLost: (why) => this.onLost(why),
    });
    this.timer = setInterval(() => this.poll(), POLL_INTERVAL_MS).unref();
    this.child.start();
  }

  /** @returns false if it has another take. While it starts, the take waits for it */
  assign(request: AttemptRequest): boolean {
    if (this.run || this.pauses.size > 0 || this.child.state === 'unavailable') return false;
    this.run = new ActiveAttempt(request, this.child.isOwn, (command) => this.child.send(command));
    const { run } = this;
    this.attemptFiles = this.fetchFiles(run, request);
    for (const command of this.earlyCommands.of(request.attempt.takeId)) this.settle(run, run.sendCommand(command));
    this.listener?.onChange();
    return true;
  }

  /** Gives it no takes while there is a reason, and frees the memory of its models. It finishes the take that it has. */
  setPaused(reason: PauseReason, isPaused: boolean): void {
    const wasPaused = this.pauses.size > 0;
    if (isPaused) this.pauses.add(reason);
    else this.pauses.delete(reason);
    const isResumed = wasPaused && this.pauses.size === 0;
    if (isResumed) this.idleSinceMs = Date.now();
    if (!wasPaused && !this.run) this.unload();
    this.listener?.onChange();
  }

  /** Ends its take, which starts again elsewhere. */
  returnTake(): void {
    if (this.run) this.settle(this.run, this.run.returnTake());
  }

  /** Keeps commands for takes that arrive later. */
  sendCommand(command: TakeCommand): void {
    if (this.run?.attempt.takeId === command.takeId) this.settle(this.run, this.run.sendCommand(command));
    else this.earlyCommands.add(command);
  }

  /** Drops an attempt that lost its lease. */
  release(attemptId: string): void {
    const { run } = this;
    if (run?.attempt.id === attemptId) {
      this.settle(run, run.sendCommand({ type: 'cancel', takeId: run.attempt.takeId }));
    }
  }

  setSendFrames(takeId: string, sendFrames: boolean): void {
    if (this.run?.attempt.takeId === takeId) this.run.setSendFrames(sendFrames);
  }

  /** @returns undefined if it is unavailable or does not respond */
  request(request: RendererRequest): Promise<RendererResponse | undefined> {
    const requestId = ++this.lastRequest;
    const files = request.type === 'replay' ? undefined : this.files.forRequest(request);
    return new Promise((resolve) => {
      const deadline = setTimeout(() => settle(undefined), responseDeadlineMs(request));
      const settle: Settle = (response) => {
        clearTimeout(deadline);
        files?.release();
        this.pendingRequests.delete(requestId);
        resolve(response);
      };
      this.pendingRequests.set(requestId, settle);
      const asked =
        request.type === 'replay'
          ? Promise.resolve(this.child.send({ ...request, requestId }) ? undefined : null)
          : this.ask(requestId, request, files!.ready);
      asked.then(
        (answer) => answer !== undefined && settle(answer ?? undefined),
        () => settle(undefined),
      );
    });
  }

  /** Returns the take, and accepts no more. */
  leave(): void {
    clearInterval(this.timer);
    this.returnTake();
  }

  /** @returns undefined once the renderer was asked, null if it can't be, or an answer without it */
  private async ask(
    requestId: number,
    question: ModelQuestion,
    files: Promise<LocalFiles | null>,
  ): Promise<RendererResponse | null | undefined> {
    const found = await files;
    if (found && !this.run) await this.child.provide(pathsOf(found));
    if (!found && question.type === 'forecast') return notDownloaded(requestId);
    return found && this.child.send(commandOf(requestId, question, found)) ? undefined : null;
  }

  private fetchFiles(run: ActiveAttempt, request: AttemptRequest): Files {
    const { takeId } = request.attempt;
    const files = this.files.forAttempt(request, (fetching) => {
      if (this.run === run) this.listener?.onReport(run.attempt, { type: 'loading', takeId, fetching });
    });
    files.ready.then(
      async (found) => {
        await this.child.provide(pathsOf(found));
        if (this.run !== run) return;
        this.localFiles = found;
        this.begin();
      },
      (error: unknown) => this.onFilesMissing(run, error),
    );
    return files;
  }

  private onFilesMissing(run: ActiveAttempt, error: unknown): void {
    const { takeId } = run.attempt;
    if (!(error instanceof FilesNotOfferedError)) {
      return this.settle(run, run.resultWith({ type: 'failed', takeId, ...failureOf(error) }));
    }
    this.child.decline?.(takeId);
    this.settle(run, run.returnTake());
  }

  /** Begins the attempt once both its files and the renderer are ready. */
  private begin(): void {
    const { run, localFiles } = this;
    if (!run || !localFiles || this.child.state !== 'ready') return;
    const now = performance.now();
    this.settle(run, run.begin(localFiles, new StallDetector(now, this.options.stallMs), now));
  }

  private onReady(): void {
    this.idleSinceMs = Date.now();
    this.begin();
    this.listener?.onChange();
  }

  private onReport(report: RendererReport): void {
    if (report.type === 'pool') {
      this.latestPool = report.state;
      return this.listener?.onChange();
    }
    if (report.type === 'counted' || report.type === 'forecast' || report.type === 'replay') {
      return this.pendingRequests.get(report.requestId)?.(report);
    }
    const { run } = this;
    // The engine reports the take as cancelled next, which no user did.
    if (report.type === 'stopping') return run && this.settle(run, run.returnTake());
    const handled = run?.handle(report, performance.now());
    if (!run || !handled) return;
    if (handled === 'forward') return this.listener?.onReport(run.attempt, report as AttemptProgress);
    this.child.resetBackoff();
    this.settle(run, handled);
  }

  private onLost(reason: string): void {
    this.latestPool = null;
    for (const settle of this.pendingRequests.values()) settle(undefined);
    if (this.run) this.settle(this.run, this.run.lose(reason));
    else this.listener?.onChange();
  }

  /** While it is paused, others need the memory. */
  private unload(): void {
    if (this.pauses.size > 0) this.child.send({ type: 'unload' });
  }

  private settle(run: ActiveAttempt, result: AttemptResult | undefined): void {
    if (!result || this.run !== run) return;
    this.run = undefined;
    this.localFiles = undefined;
    this.attemptFiles?.release();
    this.idleSinceMs = Date.now();
    this.unload();
    this.listener?.onEnd(this.lender ? { ...result, lentBy: this.lender } : result);
    this.listener?.onChange();
  }

  private poll(): void {
    const now = performance.now();
    if (this.run?.isStalled(now)) this.child.kill(STALLED_REASON);
    else if (this.run?.enforceBudget(now)) this.child.kill('it did not end a take that exceeded its time');
  }
}

const pathsOf = ({ modelDir, files }: LocalFiles): string[] => (modelDir === '' ? [...files] : [modelDir, ...files]);
