import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { RedisConnections } from '@visionary/platform/bus';
import type { RenderJob } from '../../libs/generation/domain/renderer-protocol.js';
import {
  type Renderers,
  type RenderersListener,
  type RendererStatus,
  type RenderAttempt,
  type AttemptResult,
  type AttemptRequest,
  type AttemptProgress,
} from '../../libs/generation/domain/renderers.js';
import { RedisRenderers } from '../../libs/generation/api/cluster/redis-renderers.js';
import { RedisRenderWorker } from '../../libs/generation/api/cluster/redis-render-worker.js';
import type { ModelCache } from '../../libs/generation/api/renderer/cache/model-cache.js';
import { EmbeddedRenderers } from '../../libs/generation/api/renderer/embedded-renderers.js';
import { RendererChild } from '../../libs/generation/api/renderer/renderer-child.js';
import { builtRenderer } from '../../libs/generation/api/renderer/renderer-options.js';
import { RenderWorker } from '../../libs/generation/api/renderer/render-worker.js';
import { RenderWorkers } from '../../libs/generation/api/renderer/render-workers.js';
import { RendererFolders, RequestFiles } from '../../libs/generation/api/renderer/request-files.js';
import { RedisBus } from '../../libs/platform/bus/redis-bus.js';
import { DEADLINE_MS } from './deadlines.js';
import { onCleanup } from './cleanup.js';
import { newModelCache } from './hub-files.js';
import { TINY, TINY_MODELS } from './jam.js';

// Renderers and transports log only what the tests did to them.
Logger.overrideLogger(false);

/** A transport with one renderer at its other end. */
export interface TransportFixture {
  readonly renderers: Renderers;
  readonly child: RendererChild;
  readonly worker: RenderWorker;
  /** Stops the machine of the renderer. */
  leave(): Promise<void>;
}

const line = (url: string) => {
  const redis = new RedisConnections(url, 'visionary');
  return { redis, bus: new RedisBus(redis.publisher, redis.subscriber, redis.channelPrefix) };
};

const machine = (modelsDir: string, cache: ModelCache, provider = 'cpu') => {
  const images = { areChecked: false, classifiers: [], thresholds: {} };
  const devices = { provider, deviceMemoryMiB: 0, pausesWhenBusy: false };
  const limits = { images, memoryMiB: 0, threads: 1, stallMs: 60_000, ...devices };
  const options = { script: builtRenderer(), modelsDir, modelCacheDir: cache.options.dir, ...limits };
  const child = new RendererChild(options);
  return {
    child,
    station: new RenderWorker(child, new RequestFiles(new RendererFolders(modelsDir), cache), {
      host: 'test',
      stallMs: options.stallMs,
    }),
  };
};

const workersOf = (worker: RenderWorker): RenderWorkers => {
  const workers = new RenderWorkers();
  workers.add(worker);
  return workers;
};

export const embeddedTransport = (
  modelsDir = TINY_MODELS,
  cache = newModelCache(),
  provider?: string,
): TransportFixture => {
  const { child, station } = machine(modelsDir, cache, provider);
  const renderers = new EmbeddedRenderers(workersOf(station), true);
  onCleanup(() => child.close());
  return { renderers, child, worker: station, leave: () => renderers.leave() };
};

/** A server and a renderer that are connected only by Redis. */
export const redisTransport = (url: string, modelsDir = TINY_MODELS, cache = newModelCache()): TransportFixture => {
  const { child, worker, leave } = startRedisWorker(url, modelsDir, cache);
  return { renderers: startRedisRenderers(url), child, worker, leave };
};

export const startRedisRenderers = (url: string): Renderers => {
  const { redis, bus } = line(url);
  const renderers = new RedisRenderers(bus, redis, new RenderWorkers());
  onCleanup(async () => {
    await renderers.leave();
    await redis.close();
  });
  return renderers;
};

export const startRedisWorker = (url: string, modelsDir: string, cache = newModelCache()) => {
  const { redis, bus } = line(url);
  const { child, station } = machine(modelsDir, cache);
  const far = new RedisRenderWorker(station, bus, redis);
  void far.start();
  let left: Promise<void> | undefined;
  const leave = () => (left ??= far.leave());
  onCleanup(async () => {
    await leave();
    await child.close();
    await redis.close();
  });
  /** Waits until it has rendered its take, reported or not. */
  const done = () =>
    new Promise<void>((resolve) => {
      const look = () => (station.attempt ? setTimeout(look, 20) : resolve());
      look();
    });
  return { child, worker: station, leave, done };
};

type Told = { readonly attempt: RenderAttempt; readonly report: AttemptProgress };

/** A listener of a transport, like a server. */
export class TransportListener implements RenderersListener {
  readonly reports: Told[] = [];
  readonly ends: AttemptResult[] = [];
  readonly held: RenderAttempt[] = [];
  /** This many results are not recorded at the first attempt. */
  failures = 0;
  private readonly looks = new Set<() => void>();

  constructor(private readonly renderers: Renderers) {
    renderers.onChange(() => this.look());
  }

  onReport(attempt: RenderAttempt, report: AttemptProgress): void {
    this.reports.push({ attempt, report });
    this.look();
  }

  async onEnd(end: AttemptResult): Promise<void> {
    if (this.failures-- > 0) throw new Error('the database is away');
    this.ends.push(end);
    this.look();
  }

  onLeaseRenewed(attempt: RenderAttempt): void {
    this.held.push(attempt);
    this.look();
  }

  /** Waits for a condition. */
  until<T>(what: string, is: () => T | undefined | false | null, deadlineMs = DEADLINE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = is();
        if (!found) return;
        leave();
        resolve(found);
      };
      const deadline = setTimeout(() => {
        leave();
        reject(new Error(`${what}: not within ${deadlineMs} ms`));
      }, deadlineMs).unref();
      const leave = () => {
        clearTimeout(deadline);
        this.looks.delete(look);
      };
      this.looks.add(look);
      look();
    });
  }

  idle(): Promise<RendererStatus> {
    return this.until('a renderer is idle', () => this.renderers.list().find(({ state }) => state === 'idle'));
  }

  step({ id }: RenderAttempt, from = 1) {
    return this.until(`step ${from}`, () =>
      this.reports.find(({ attempt, report }) => attempt.id === id && report.type === 'step' && report.step >= from),
    );
  }

  end({ id }: RenderAttempt): Promise<AttemptResult> {
    return this.until('the end', () => this.ends.find(({ attempt }) => attempt.id === id));
  }

  private look(): void {
    for (const look of [...this.looks]) look();
  }
}

export const attemptRequest = (change: Partial<RenderJob> = {}, model = TINY.model): AttemptRequest => {
  const { model: _model, ...settings } = TINY;
  const job: RenderJob = { prompt: 'a red fox', negative: '', ...(settings as Omit<RenderJob, 'prompt' | 'negative'>) };
  const takeId = randomUUID();
  const attempt = { id: randomUUID(), takeId, roomId: randomUUID(), authorId: randomUUID(), model };
  const command = { type: 'render', takeId, modelName: model, sendFrames: false } as const;
  return { ...command, attempt, job: { ...job, ...change } };
};
