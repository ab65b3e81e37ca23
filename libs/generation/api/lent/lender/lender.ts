import { randomUUID } from 'node:crypto';
import type { DeviceView } from '@visionary/contract';
import {
  CHUNK_BYTES,
  type LenderMessage,
  type LendingTerms,
  type LentTakeRequest,
} from '../../../domain/lending-protocol.js';
import type { RenderedImage, RenderJob } from '../../../domain/renderer-protocol.js';
import type { AttemptProgress, AttemptRequest, AttemptResult, RenderAttempt } from '../../../domain/renderers.js';
import type { RenderWorker } from '../../renderer/render-worker.js';
import type { ConnectionProblem } from './connection-problem.js';
import { type InstanceAddress, InstanceConnection, type OtherMessage, type Rejected } from './instance-connection.js';
import { lentImageOf, lentRecordOf } from './lent-record.js';
import type { FileConnection, RemoteFiles } from './remote-files.js';

/** Frames are left out while this much waits to be sent: a slow line carries results first. */
const MAX_BUFFERED_BYTES = 512 * 1024;

/** What the program shows its owner. */
export type LenderEvent =
  | { readonly type: 'connected'; readonly terms: LendingTerms }
  | { readonly type: 'terms'; readonly terms: LendingTerms }
  | { readonly type: 'disconnected'; readonly problem: ConnectionProblem; readonly reason: string }
  /** What its renderer computes with. */
  | { readonly type: 'device'; readonly device: DeviceView }
  | ({ readonly type: 'rejected' } & Pick<Rejected, 'code' | 'reason' | 'isFinal'>)
  /** Another program uses its card, or no longer does. */
  | { readonly type: 'card'; readonly isBusy: boolean }
  | { readonly type: 'started'; readonly model: string; readonly job: RenderJob }
  /** `ms`: since it was assigned, without sending its images. `renderMs`: of a finished take, without downloading and loading. */
  | {
      readonly type: 'ended';
      readonly outcome: AttemptResult['outcome']['type'];
      readonly ms: number;
      readonly renderMs?: number;
    };

interface RunningTake {
  readonly attempt: RenderAttempt;
  readonly startedAtMs: number;
  /** Of the files that its request names. */
  readonly hashes: ReadonlySet<string>;
}

export interface LenderOptions extends InstanceAddress {
  readonly files: RemoteFiles;
  /** Called once, when the instance has sent its terms. */
  readonly createWorker: (terms: LendingTerms) => RenderWorker;
  readonly onEvent: (event: LenderEvent) => void;
}

/** Renders takes of an instance elsewhere with this machine's renderer. It only connects outwards. */
export class Lender {
  private readonly connection: InstanceConnection;
  private worker: RenderWorker | undefined;
  private take: RunningTake | undefined;
  private isConnected = false;
  private isPaused = false;
  private shownDevice: DeviceView | undefined;
  /** Whether another program uses its card. */
  private isBusy = false;

  private readonly fileConnection: FileConnection = {
    needs: (sha256) => this.take?.hashes.has(sha256) ?? false,
    request: (sha256, from, until) => this.connection.send({ type: 'read', sha256, from, until }),
  };

  constructor(private readonly options: LenderOptions) {
    this.connection = new InstanceConnection(options, {
      onWelcome: ({ terms }) => this.onWelcome(terms),
      onMessage: (message) => this.onMessage(message),
      onLost: (problem, reason) => this.onLost(problem, reason),
      onRejected: ({ code, reason, isFinal }) =>
        options.onEvent({ type: 'rejected', code, isFinal, ...(reason !== undefined && { reason }) }),
    });
    options.files.connect(this.fileConnection);
  }

  start(): void {
    this.connection.start();
  }

  /** Accepts no takes, and returns the current one, until it is resumed. */
  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (isPaused) this.drop('its owner paused it');
    this.worker?.setPaused('owner', isPaused);
    this.sendState();
  }

  /** Returns its take, and disconnects. */
  async stop(): Promise<void> {
    const { take } = this;
    if (take && this.isConnected) {
      await this.connection.send({ type: 'returned', takeId: take.attempt.takeId, why: 'it stops' }).catch(ignore);
    }
    this.take = undefined;
    this.connection.stop();
    this.worker?.leave();
  }

  private onWelcome(terms: LendingTerms): void {
    this.isConnected = true;
    this.options.onEvent({ type: 'connected', terms });
    if (this.worker) return this.sendState();
    this.worker = this.options.createWorker(terms);
    if (this.isPaused) this.worker.setPaused('owner', true);
    this.worker.start({
      onChange: () => this.sendState(),
      onReport: ({ takeId }, report) => this.sendReport(takeId, report),
      onEnd: (result) => void this.onEnd(result),
    });
    this.sendState();
  }

  private onLost(problem: ConnectionProblem, reason: string): void {
    this.isConnected = false;
    this.options.files.disconnect(this.fileConnection);
    this.drop();
    this.options.onEvent({ type: 'disconnected', problem, reason });
  }

  private onMessage(message: OtherMessage): void {
    switch (message.type) {
      case 'terms':
        return this.options.onEvent(message);
      case 'render':
        return void this.render(message.request);
      case 'cancel':
      case 'stop':
      case 'steer':
      case 'pace':
        return this.worker?.sendCommand(message);
      case 'watch':
        return this.worker?.setSendFrames(message.takeId, message.sendFrames);
      case 'data':
        return this.options.files.receive(message);
      default:
        return message satisfies never;
    }
  }

  private async render({ takeId, model, job, manifests, sendFrames }: LentTakeRequest): Promise<void> {
    const attempt = { id: randomUUID(), takeId, roomId: '', authorId: '', model };
    const hashes = new Set(JSON.stringify({ job, manifests }).match(/[0-9a-f]{64}/g));
    const take = { attempt, startedAtMs: performance.now(), hashes };
    this.take = take;
    this.options.onEvent({ type: 'started', model, job });
    try {
      const images = await this.imagesOf(job);
      if (this.take !== take) return;
      const request = { type: 'render', takeId, modelName: model, job, sendFrames, manifests, attempt } as const;
      if (!this.worker?.assign({ ...request, ...images })) throw new Error('the renderer is not ready');
    } catch (error) {
      if (this.take === take) this.end(take, { type: 'returned', takeId, why: messageOf(error) }, 'returned');
    }
  }

  private async imagesOf({ init, controls = [], upscale }: RenderJob): Promise<Partial<AttemptRequest>> {
    const { files } = this.options;
    const controlPngs: Uint8Array[] = [];
    for (const { imageSha256 } of controls) controlPngs.push(await files.read(imageSha256));
    return {
      ...(init && { initPng: await files.read(init.sha256) }),
      ...(init?.maskSha256 !== undefined && { maskPng: await files.read(init.maskSha256) }),
      ...(controlPngs.length > 0 && { controlPngs }),
      ...(upscale && { upscalePng: await files.read(upscale.imageSha256) }),
    };
  }

  private sendReport(takeId: string, report: AttemptProgress): void {
    if (takeId !== this.take?.attempt.takeId) return;
    if (report.type !== 'step') return this.send(report);
    const { frame, smaller: _smaller, ...step } = report;
    const isCongested = this.connection.bufferedBytes > MAX_BUFFERED_BYTES;
    this.send({ ...step, msLeft: Math.max(0, step.msLeft), ...(frame && !isCongested && { frame: frame.bytes }) });
  }

  private async onEnd({ attempt, outcome }: AttemptResult): Promise<void> {
    const { take } = this;
    // The instance has given it to another renderer.
    if (take?.attempt.id !== attempt.id) return;
    const { takeId } = attempt;
    switch (outcome.type) {
      case 'finished':
        return this.sendResult(take, outcome.images, outcome).catch(ignore);
      case 'cancelled':
        return this.end(take, { type: 'cancelled', takeId, step: outcome.step }, outcome.type);
      case 'failed':
        return this.end(take, { ...outcome, detail: outcome.detail.slice(0, 2_000) }, outcome.type);
      case 'lost':
        return this.end(take, { type: 'failed', takeId, code: 'RENDERER_CRASHED', detail: outcome.why }, outcome.type);
      case 'returned':
        return this.end(take, { type: 'returned', takeId, why: 'it restarts' }, outcome.type);
      default:
        return outcome satisfies never;
    }
  }

  /** One chunk after the other, each once the line has taken the last. */
  private async sendResult(
    take: RunningTake,
    images: readonly RenderedImage[],
    outcome: Extract<AttemptResult['outcome'], { type: 'finished' }>,
  ): Promise<void> {
    const { takeId } = take.attempt;
    const times = { ms: elapsedMs(take), renderMs: outcome.record.renderMs };
    for (const [imageIndex, { png }] of images.entries()) {
      for (let from = 0; from < png.length; from += CHUNK_BYTES) {
        const bytes = png.subarray(from, from + CHUNK_BYTES);
        await this.connection.send({ type: 'image', takeId, imageIndex, of: png.length, bytes });
        if (this.take !== take) return;
      }
    }
    const { stopPoint } = outcome.record.job;
    const stopped = stopPoint && { stopPoint };
    const record = lentRecordOf(outcome.record);
    const message = { type: 'finished', takeId, images: images.map(lentImageOf), ...stopped, record } as const;
    this.end(take, message, 'finished', times);
  }

  private end(
    take: RunningTake,
    message: LenderMessage,
    outcome: AttemptResult['outcome']['type'],
    times: { ms: number; renderMs?: number } = { ms: elapsedMs(take) },
  ): void {
    this.take = undefined;
    this.send(message);
    this.options.onEvent({ type: 'ended', outcome, ...times });
  }

  /** Ends the current take here. @param why for the instance, which gives it to another renderer */
  private drop(why?: string): void {
    const { take } = this;
    if (!take) return;
    const { id, takeId } = take.attempt;
    this.take = undefined;
    this.worker?.release(id);
    if (why !== undefined) this.send({ type: 'returned', takeId, why });
    this.options.onEvent({ type: 'ended', outcome: 'returned', ms: elapsedMs(take) });
  }

  private sendState(): void {
    const { worker } = this;
    if (!worker) return;
    const { state, restarts, device, pool, pausedBy } = worker;
    this.showPause(pausedBy === 'busyCard');
    this.showDevice(device);
    const isReady = state === 'idle' || state === 'rendering';
    const loaded = new Set((pool?.entries ?? []).map(({ modelName }) => modelName));
    this.send({
      type: 'state',
      state: this.isPaused ? 'unavailable' : isReady ? 'ready' : state,
      restarts,
      ...(device && { device }),
      ...(pausedBy && { pausedBy }),
      loaded: [...loaded].slice(0, 100),
    });
  }

  private showDevice(device: DeviceView | undefined): void {
    const shown = this.shownDevice;
    if (!device || (shown?.provider === device.provider && shown.name === device.name)) return;
    this.shownDevice = device;
    this.options.onEvent({ type: 'device', device });
  }

  private showPause(isBusy: boolean): void {
    if (this.isBusy === isBusy) return;
    this.isBusy = isBusy;
    this.options.onEvent({ type: 'card', isBusy });
  }

  /** What a lost connection does not carry is obsolete once there is another. */
  private send(message: LenderMessage): void {
    if (this.isConnected) this.connection.send(message).catch(ignore);
  }
}

const elapsedMs = ({ startedAtMs }: RunningTake): number => performance.now() - startedAtMs;

const ignore = (): void => undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
