import { SILENT_TOO_LONG } from '../../domain/model-trouble.js';
import type { PoolState, RenderCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type {
  RendererAnswer,
  RendererQuestion,
  RendererState,
  RenderTurn,
  TakeCommand,
  TurnEnd,
  TurnOrder,
  TurnReport,
} from '../../domain/renderers.js';
import type { ModelCache } from './cache/model-cache.js';
import { NewestCommands } from './newest-commands.js';
import { commandOf, failureOf, type Files, type HereFiles, OrderFiles, unfetched } from './order-files.js';
import type { RendererChild } from './renderer-child.js';
import { RendererFolders } from './renderer-folders.js';
import type { RendererOptions } from './renderer-options.js';
import { StallWatch } from './stall-watch.js';
import { StationRun } from './station-run.js';

export interface StationListener {
  onChange(): void;
  onReport(turn: RenderTurn, report: TurnReport): void;
  onEnd(end: TurnEnd): void;
}

type Settle = (answer: RendererAnswer | undefined) => void;

const LOOK_EVERY_MS = 1_000;
/** Counting goes on beside a render; only a process in trouble takes so long. */
const ANSWER_WITHIN_MS = 5_000;

/** The renderer of this machine with whoever feeds it: one take at a time, watched, its end told exactly once. */
export class RendererStation {
  private readonly files: OrderFiles;
  private readonly folders: RendererFolders;
  private onTheWay: Files | undefined;
  private readonly early = new NewestCommands();
  private readonly asked = new Map<number, Settle>();
  private listener: StationListener | undefined;
  private run: StationRun | undefined;
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
    this.files = new OrderFiles(this.folders, cache);
  }

  get state(): RendererState {
    if (this.child.state !== 'ready') return this.child.state;
    return this.run ? 'rendering' : 'idle';
  }
  get turn(): RenderTurn | null {
    return this.run?.turn ?? null;
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

  start(listener: StationListener): void {
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
  take(order: TurnOrder): boolean {
    if (this.run || this.child.state === 'away') return false;
    this.run = new StationRun(order, (command) => this.child.send(command));
    const { run } = this;
    this.onTheWay = this.bring(run, order);
    for (const command of this.early.of(order.turn.takeId)) this.settle(run, run.tell(command));
    this.listener?.onChange();
    return true;
  }

  /** What is meant for a take that is only on its way to here is kept for it. */
  tell(command: TakeCommand): void {
    if (this.run?.turn.takeId === command.takeId) this.settle(this.run, this.run.tell(command));
    else this.early.keep(command);
  }

  /** A turn that counts no more. */
  abandon(turnId: string): void {
    const { run } = this;
    if (run?.turn.id === turnId) this.settle(run, run.tell({ type: 'cancel', takeId: run.turn.takeId }));
  }

  watch(takeId: string, watched: boolean): void {
    if (this.run?.turn.takeId === takeId) this.run.watch(watched);
  }

  /** @returns undefined when there is no renderer, or it says nothing. */
  ask(question: RendererQuestion): Promise<RendererAnswer | undefined> {
    const requestId = ++this.lastRequest;
    const files = this.files.forQuestion(question);
    return new Promise((resolve) => {
      const deadline = setTimeout(() => settle(undefined), ANSWER_WITHIN_MS);
      const settle: Settle = (answer) => {
        clearTimeout(deadline);
        files.release();
        this.asked.delete(requestId);
        resolve(answer);
      };
      this.asked.set(requestId, settle);
      files.here.then(
        (here) => {
          if (!here && question.type === 'forecast') settle(unfetched(requestId));
          else if (!here || !this.child.send(commandOf(requestId, question, here))) settle(undefined);
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
  private bring(run: StationRun, order: TurnOrder): Files {
    const { takeId } = order.turn;
    const files = this.files.forOrder(order, (fetching) => {
      if (this.run === run) this.listener?.onReport(run.turn, { type: 'loading', takeId, fetching });
    });
    files.here.then(
      (here) => {
        this.begin = () => this.beginRun(run, order.command, here);
        if (this.child.state === 'ready') this.begin();
      },
      (error: unknown) => this.settle(run, run.end({ type: 'failed', takeId, ...failureOf(error) })),
    );
    return files;
  }

  private begin = (): void => {};

  private beginRun(run: StationRun, command: RenderCommand, { modelDir, loraFiles }: HereFiles): void {
    if (this.run !== run) return;
    const here = { ...command, modelDir, ...(loraFiles.length > 0 && { loraFiles }) };
    this.settle(run, run.begin(here, new StallWatch(performance.now(), this.options.stallMs)));
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
    if (heard === 'told') return this.listener?.onReport(run.turn, report as TurnReport);
    this.child.praise();
    this.settle(run, heard);
  }

  private lose(why: string): void {
    this.newestPool = null;
    for (const settle of this.asked.values()) settle(undefined);
    if (this.run) this.settle(this.run, this.run.lose(why));
    else this.listener?.onChange();
  }

  private settle(run: StationRun, end: TurnEnd | undefined): void {
    if (!end || this.run !== run) return;
    this.run = undefined;
    this.begin = () => {};
    this.onTheWay?.release();
    this.freeSince = Date.now();
    this.listener?.onEnd(end);
    this.listener?.onChange();
  }

  private look(): void {
    if (this.run?.isHung(performance.now())) this.child.kill(SILENT_TOO_LONG);
  }
}
