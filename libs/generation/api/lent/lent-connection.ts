import { Logger } from '@nestjs/common';
import type { DeviceView, ErrorCode, PauseReason } from '@visionary/contract';
import { type FinisherCommand, MATERIAL_INVALID } from '../../domain/finisher-protocol.js';
import type { InstanceMessage, LenderMessage } from '../../domain/lending-protocol.js';
import { LentOrder } from '../../domain/lent-order.js';
import type {
  PoolState,
  PromptChange,
  RenderCommand,
  RendererCommand,
  RendererReport,
  Steer,
} from '../../domain/renderer-protocol.js';
import type { RendererChild } from '../renderer/renderer-child.js';
import type { RendererConnection, RendererListener } from '../renderer/renderer-connection.js';
import type { DeclinedTakes } from './declined-takes.js';
import type { LentFiles } from './lent-files.js';
import { LentReads } from './lent-reads.js';

type Of<T extends LenderMessage['type']> = Extract<LenderMessage, { type: T }>;

/** It gets a take that it did not render again after this time, if no other renderer has tried. */
const RETURNED_MS = 5_000;
const FAILED_MS = 600_000;
const NOT_OFFERED_MS = 600_000;

/** The WebSocket of a program that lends its renderer. */
export interface LenderPort {
  send(message: InstanceMessage): void;
  /** @param isFinal whether connecting again does not help */
  close(code: ErrorCode, isFinal: boolean, reason?: string): void;
}

/** The take that the program has, until it reports its end. */
interface LentTake {
  readonly takeId: string;
  readonly order: LentOrder;
  readonly steers: Map<string, Steer>;
  readonly promptChanges: PromptChange[];
  readonly beganAtMs: number;
  /** Steps of all images that it has reported. */
  stepsDone: number;
  /** It ended here, and the program has not confirmed it. */
  hasEnded: boolean;
}

/**
 * A lent renderer as a connection like that of a child process. Nothing that it sends is trusted: reports must fit the request,
 * and its finisher, a process of this server, decodes and checks its frames and images. What does not fit ends the connection.
 */
export class LentConnection implements RendererConnection {
  readonly isOwn = false;
  readonly isolation = undefined;
  device: DeviceView | undefined;
  restarts = 0;
  pausedBy: PauseReason | undefined;
  private readonly logger = new Logger('Lending');
  private listener: RendererListener | undefined;
  private lenderState: RendererConnection['state'] = 'starting';
  private take: LentTake | undefined;
  private readonly reads: LentReads;
  private isClosed = false;

  /** @param onMisbehaved called once, with what it did in English */
  constructor(
    private readonly port: LenderPort,
    private readonly files: LentFiles,
    private readonly finisher: RendererChild<FinisherCommand>,
    private readonly declinedTakes: DeclinedTakes,
    private readonly onMisbehaved: (reason: string) => void,
  ) {
    this.reads = new LentReads(files);
  }

  get state(): RendererConnection['state'] {
    if (this.isClosed) return 'unavailable';
    if (this.lenderState !== 'ready') return this.lenderState;
    // It still has a take that ended here.
    if (this.take?.hasEnded) return 'starting';
    return this.finisher.state === 'ready' ? 'ready' : 'starting';
  }

  get declined(): readonly string[] {
    return this.declinedTakes.at(performance.now());
  }

  listen(listener: RendererListener): void {
    this.listener = listener;
    this.finisher.listen({
      onReady: () => this.announceReady(),
      onReport: (report) => this.onFinished(report),
      onLost: (why) => this.kill(`its images could not be checked: ${why}`),
    });
  }

  /** Its finisher starts once it may get takes. */
  start(): void {}

  /** It may get takes from now on. Called again whenever that is checked. */
  admit(): void {
    if (!this.isClosed) this.finisher.start();
  }

  /** It reads files itself. */
  provide(): Promise<void> {
    return Promise.resolve();
  }

  send(command: RendererCommand): boolean {
    if (this.isClosed) return false;
    switch (command.type) {
      case 'render':
        return this.render(command);
      case 'cancel':
      case 'stop':
      case 'steer':
      case 'pace':
      case 'watch':
        return this.forward(command);
      case 'count':
      case 'forecast':
      case 'replay':
      case 'unload':
      case 'shutdown':
        return false;
      default:
        return command satisfies never;
    }
  }

  kill(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.logger.warn('A lent renderer is disconnected', { reason });
    this.port.close('UNAVAILABLE', false);
    this.listener?.onLost(reason);
  }

  resetBackoff(): void {}

  /** Ends the finisher. Nothing is received afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.finisher.close();
  }

  receive(message: LenderMessage): void {
    if (this.isClosed) return;
    if (message.type === 'state') return this.onState(message);
    if (message.type === 'read') return void this.answerRead(message);
    if (message.type === 'pong') return;
    // Late messages about a take that ended.
    if (message.takeId !== this.take?.takeId) return;
    this.onTakeMessage(message, this.take);
  }

  private onState({ state, restarts, device, pausedBy, loaded }: Of<'state'>): void {
    const wasReady = this.state === 'ready';
    this.lenderState = state;
    this.restarts = restarts;
    this.device = device;
    this.pausedBy = pausedBy;
    this.listener?.onReport({ type: 'pool', state: poolOf(loaded) });
    if (!wasReady) this.announceReady();
  }

  private announceReady(): void {
    if (this.state === 'ready') this.listener?.onReady();
  }

  private onTakeMessage(message: Exclude<LenderMessage, { type: 'state' | 'read' | 'pong' }>, take: LentTake): void {
    switch (message.type) {
      case 'loading':
        return take.hasEnded ? undefined : this.listener?.onReport(this.loadingReport(message));
      case 'loaded':
        return take.hasEnded ? undefined : this.listener?.onReport(message);
      case 'step':
        return this.check(take, take.order.checkStep(message), () => {
          take.stepsDone = message.imageIndex * message.steps + message.step;
          const { frame, ...report } = message;
          this.finisher.send({ type: 'step', report, frame });
        });
      case 'steered':
        return this.check(take, take.order.checkSteer(message), () => this.applySteer(message, take));
      case 'image':
        return this.check(take, take.order.addImageBytes(message));
      case 'finished':
        if (take.hasEnded) return this.endTake(take);
        return this.check(take, take.order.checkFinish(message), () => this.finish(message, take));
      case 'cancelled':
        return take.hasEnded ? this.endTake(take) : this.reject('it cancelled a take, which nobody requested');
      case 'failed':
        this.decline(take.takeId, FAILED_MS);
        this.logger.warn('A lent renderer failed', { takeId: take.takeId, code: message.code, detail: message.detail });
        return this.endTake(take, () => this.listener?.onLost('a lent renderer failed'));
      case 'returned':
        this.decline(take.takeId, RETURNED_MS);
        return this.endTake(take, () => this.listener?.onReport({ type: 'stopping' }));
      default:
        return message satisfies never;
    }
  }

  /** Nothing that it says about a take is believed, so another renderer tries it. */
  decline(takeId: string, ms = NOT_OFFERED_MS): void {
    this.declinedTakes.add(takeId, performance.now() + ms);
  }

  /** Its time is extended for bytes that were really read, and each of them once. */
  private loadingReport({ fetching, ...message }: Of<'loading'>): RendererReport {
    const bytes = Math.min(fetching?.bytes ?? 0, this.reads.usefulBytes);
    return { ...message, ...(fetching && { fetching: { bytes, of: fetching.of } }) };
  }

  /** @param problem of a report; undefined if it fits */
  private check(take: LentTake, problem: string | undefined, use: () => void = () => undefined): void {
    if (take.hasEnded) return;
    if (problem === undefined) use();
    else this.reject(problem);
  }

  private render({ takeId, modelName, job, sendFrames, upscalePng, trusted }: RenderCommand): boolean {
    const offer = this.files.current;
    if (this.state !== 'ready' || !offer) return false;
    this.take = {
      ...{ takeId, order: new LentOrder(job), steers: new Map(), promptChanges: [...(job.promptChanges ?? [])] },
      ...{ beganAtMs: performance.now(), stepsDone: 0, hasEnded: false },
    };
    const { modelHash, manifests } = offer;
    this.reads.beginTake();
    const isTrusted = trusted !== undefined;
    this.finisher.send({ type: 'begin', takeId, job: offer.job, modelName, modelHash, upscalePng, isTrusted });
    this.port.send({ type: 'render', request: { takeId, model: modelName, job, manifests, sendFrames } });
    return true;
  }

  private forward(
    command: Extract<RendererCommand, { type: 'cancel' | 'stop' | 'steer' | 'pace' | 'watch' }>,
  ): boolean {
    const { take } = this;
    if (!take || take.takeId !== command.takeId || take.hasEnded) return false;
    if (command.type === 'stop') take.order.requestStop();
    if (command.type === 'steer') {
      take.steers.set(command.steerId, command);
      take.order.addSteer(command.steerId);
    }
    this.port.send(command);
    if (command.type === 'cancel') this.endHere(take);
    return true;
  }

  /** Without waiting for the program, which gets its next take once it has let go of this one. */
  private endHere(take: LentTake): void {
    const { takeId, stepsDone } = take;
    take.hasEnded = true;
    this.finisher.send({ type: 'end', takeId });
    this.listener?.onReport({ type: 'cancelled', takeId, step: stepsDone });
  }

  private applySteer({ takeId, steerId, imageIndex, step }: Of<'steered'>, take: LentTake): void {
    const { prompt, negative } = take.steers.get(steerId)!;
    take.promptChanges.push({ image: imageIndex, step, prompt, negative });
    this.listener?.onReport({ type: 'steered', takeId, steerId, imageIndex, step });
  }

  private finish({ takeId, images, stopPoint, record }: Of<'finished'>, take: LentTake): void {
    const { promptChanges } = take;
    const material = { pngs: take.order.images, cutPoint: take.order.cutAt(stopPoint) };
    this.take = undefined;
    // It can't have taken longer than it had.
    const longestMs = Math.round(performance.now() - take.beganAtMs);
    const [loadMs, renderMs] = [record.loadMs, record.renderMs].map((ms) => Math.min(ms, longestMs)) as [
      number,
      number,
    ];
    const times = { ...record, loadMs, renderMs };
    this.finisher.send({ type: 'finish', takeId, ...material, images, promptChanges, stopPoint, record: times });
  }

  /** The program has let go of the take. @param report unless it has ended here before */
  private endTake(take: LentTake, report: () => void = () => undefined): void {
    this.finisher.send({ type: 'end', takeId: take.takeId });
    this.take = undefined;
    if (take.hasEnded) this.announceReady();
    else report();
  }

  /** Reports of the finisher, which are about the take that the listener waits for. */
  private onFinished(report: RendererReport): void {
    if (report.type === 'failed' && report.code === MATERIAL_INVALID) return this.reject(report.detail);
    // What must not be shown is not rendered on.
    if (report.type === 'failed' && this.take?.takeId === report.takeId) {
      this.take.hasEnded = true;
      this.port.send({ type: 'cancel', takeId: report.takeId });
    }
    this.listener?.onReport(report);
  }

  private reject(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.logger.warn('A lent renderer sent something that does not fit its take', { reason });
    this.onMisbehaved(reason);
    this.port.close('LENDING_MISBEHAVED', true, reason);
    this.listener?.onLost(`it sent something that does not fit: ${reason}`);
  }

  private async answerRead(message: Of<'read'>): Promise<void> {
    const answer = await this.reads.answer(message);
    if (typeof answer === 'string') this.reject(answer);
    else this.port.send(answer);
  }
}

/** The models in its memory, for the queue, which prefers renderers that need not load. */
const poolOf = (loaded: readonly string[]): PoolState => ({
  entries: loaded.map((modelName) => ({
    ...{ modelDir: '', modelName, loras: [], bytes: 0, leases: 0, loadMs: 0, lastUsedAt: 0 },
  })),
  ...{ budgetBytes: 0, rssBytes: 0, hits: 0, misses: 0, evictions: 0, outOfMemory: 0, loadSeconds: 0 },
});
