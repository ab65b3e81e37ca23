import type { TakeCommand, RendererResponse, RendererRequest, RendererState, RenderAttempt, AttemptResult, AttemptRequest, AttemptProgress } from '../../domain/renderers.js';
import { STALLED_REASON } from '../../domain/model-failure.js';
import type { PoolState, RenderCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type { ModelCache } from './cache/model-cache.js';
import { commandOf, failureOf, type Files, type LocalFiles, RequestFiles, unfetched, RendererFolders } from './request-files.js';
import type { RendererChild } from './renderer-child.js';
import type { RendererOptions } from './renderer-options.js';
import { StallDetector } from './stall-detector.js';
import { ActiveAttempt } from './active-attempt.js';

const KEPT = 50;
const KEPT_MS = 30_000;

/** Commands for takes nobody has here yet: the request may be a moment behind them. */
export class EarlyCommands {
  private kept: { readonly command: TakeCommand; readonly at: number }[] = [];

  keep(command: TakeCommand): void {
    this.kept = [...this.kept.slice(1 - KEPT), { command, at: performance.now() }];
  }

  of(takeId: string): TakeCommand[] {
    const since = performance.now() - KEPT_MS;
    return this.kept.filter(({ command, at }) => command.takeId === takeId && at > since).map(({ command }) => command);
  }
}

export interface RenderWorkerListener {
  onChange(): void;
  onReport(attempt: RenderAttempt, report: AttemptProgress): void;
  onEnd(end: AttemptResult): void;
}

type Settle = (response: RendererResponse | undefined) => void;

const LOOK_EVERY_MS = 1_000;
/** Counting goes on beside a render; only a process in trouble takes so long. */
const ANSWER_WITHIN_MS = 5_000;

/** The renderer of this machine with whoever feeds it: one take at a time, watched, its end told exactly once. */
export class LocalRenderWorker {
  private readonly files: RequestFiles;
  private readonly folders: RendererFolders;
  private onTheWay: Files | undefined;
  private readonly early = new EarlyCommands();
  private readonly asked = new Map<number, Settle>();
  private listener: RenderWorkerListener | undefined;
  private run: ActiveAttempt | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastRequest = 0;
  private freeSince = Date.now();
  private newestPool: PoolState | null = null;

  constructor(
    private readonly child: RendererChild,
    private readonly options: RendererOptions,
    cache: ModelCache,
  ) {
    this.folders = new RendererFolders(options.modelsDir);
    this.files = new RequestFiles(this.folders, cache);
  }

  get state(): RendererState {
    if (this.child.state !== 'ready') return this.child.state;
    return this.run ? 'rendering' : 'idle';
  }
  get attempt(): RenderAttempt | null {
    return this.run?.attempt ?? null;
  }
  /** Ids of the models on this machine. */
  models(): Promise<string[]> {
    return this.folders.models();
  }
  get pool(): PoolState | null {
    return this.newestPool;
  }
  get restarts(): number {
    return this.child.restarts;
  }
  get idleSince(): number | null {
    return this.state === 'idle' ? this.freeSince : null;
  }

  start(listener: RenderWorkerListener): void {
    this.listener = listener;
    this.child.listen({
      onReady: () => this.ready(),
      onReport: (report) => this.hear(report),
      onLost: (why) => this.lose(why),
    });
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.child.start();
  }

  /** @returns false while it has another. One that is given while the renderer starts waits for it. */
  take(request: AttemptRequest): boolean {
    if (this.run || this.child.state === 'unavailable') return false;
    this.run = new ActiveAttempt(request, (command) => this.child.send(command));
    const { run } = this;
    this.onTheWay = this.bring(run, request);
    for (const command of this.early.of(request.attempt.takeId)) this.settle(run, run.tell(command));
    this.listener?.onChange();
    return true;
  }

  /** What is meant for a take that is only on its way to here is kept for it. */
  tell(command: TakeCommand): void {
    if (this.run?.attempt.takeId === command.takeId) this.settle(this.run, this.run.tell(command));
    else this.early.keep(command);
  }

  /** A attempt that counts no more. */
  abandon(attemptId: string): void {
    const { run } = this;
    if (run?.attempt.id === attemptId) this.settle(run, run.tell({ type: 'cancel', takeId: run.attempt.takeId }));
  }

  watch(takeId: string, watched: boolean): void {
    if (this.run?.attempt.takeId === takeId) this.run.watch(watched);
  }

  /** @returns undefined when there is no renderer, or it says nothing. */
  ask(request: RendererRequest): Promise<RendererResponse | undefined> {
    const requestId = ++this.lastRequest;
    const files = this.files.forRequest(request);
    return new Promise((resolve) => {
      const deadline = setTimeout(() => settle(undefined), ANSWER_WITHIN_MS);
      const settle: Settle = (response) => {
        clearTimeout(deadline);
        files.release();
        this.asked.delete(requestId);
        resolve(response);
      };
      this.asked.set(requestId, settle);
      files.here.then(
        (here) => {
          if (!here && request.type === 'forecast') settle(unfetched(requestId));
          else if (!here || !this.child.send(commandOf(requestId, request, here))) settle(undefined);
        },
        () => settle(undefined),
      );
    });
  }

  /** The take goes back unharmed; nothing is taken any more. */
  leave(): void {
    clearInterval(this.timer);
    if (this.run) this.settle(this.run, this.run.giveBack());
  }

  /** The renderer may still be starting, or be lost meanwhile: the take begins when both are here. */
  private bring(run: ActiveAttempt, request: AttemptRequest): Files {
    const { takeId } = request.attempt;
    const files = this.files.forAttempt(request, (fetching) => {
      if (this.run === run) this.listener?.onReport(run.attempt, { type: 'loading', takeId, fetching });
    });
    files.here.then(
      (here) => {
        this.begin = () => this.beginRun(run, request.command, here);
        if (this.child.state === 'ready') this.begin();
      },
      (error: unknown) => this.settle(run, run.end({ type: 'failed', takeId, ...failureOf(error) })),
    );
    return files;
  }

  private begin = (): void => {};

  private beginRun(run: ActiveAttempt, command: RenderCommand, { modelDir, loraFiles }: LocalFiles): void {
    if (this.run !== run) return;
    const here = { ...command, modelDir, ...(loraFiles.length > 0 && { loraFiles }) };
    this.settle(run, run.begin(here, new StallDetector(performance.now(), this.options.stallMs)));
  }

  private ready(): void {
    this.freeSince = Date.now();
    if (this.run) this.begin();
    this.listener?.onChange();
  }

  private hear(report: RendererReport): void {
    if (report.type === 'pool') {
      this.newestPool = report.state;
      return this.listener?.onChange();
    }
    if (report.type === 'counted' || report.type === 'forecast') return this.asked.get(report.requestId)?.(report);
    const { run } = this;
    const heard = run?.hear(report, performance.now());
    if (!run || !heard) return;
    if (heard === 'told') return this.listener?.onReport(run.attempt, report as AttemptProgress);
    this.child.resetBackoff();
    this.settle(run, heard);
  }

  private lose(why: string): void {
    this.newestPool = null;
    for (const settle of this.asked.values()) settle(undefined);
    if (this.run) this.settle(this.run, this.run.lose(why));
    else this.listener?.onChange();
  }

  private settle(run: ActiveAttempt, end: AttemptResult | undefined): void {
    if (!end || this.run !== run) return;
    this.run = undefined;
    this.begin = () => {};
    this.onTheWay?.release();
    this.freeSince = Date.now();
    this.listener?.onEnd(end);
    this.listener?.onChange();
  }

  private look(): void {
    if (this.run?.isHung(performance.now())) this.child.kill(STALLED_REASON);
  }
}
