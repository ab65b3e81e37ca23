import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Metrics, type Sample } from '@visionary/platform/http';
import { TakeFinished, TakeStarted } from '../domain/events.js';
import { measuredStepMs } from '../domain/image-work.js';
import type { DevicePool, PoolState } from '../domain/renderer-protocol.js';
import { providerOf } from '../domain/renderer-selection.js';
import { Renderers } from '../domain/renderers.js';
import { QuarantineService } from '../use-cases/quarantine.service.js';
import { QueueService } from '../use-cases/queue.service.js';

type Label = 'renderer' | 'host';
const LABELS = ['renderer', 'host'] as const;

/** Histogram buckets in seconds. */
const WAIT_BUCKETS = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
const STEP_BUCKETS = [0.003, 0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 15];

/** Metrics of renderers, takes, and the queue. Waits and steps count the takes that this server recorded. */
@Injectable()
export class GenerationMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly renderers: Renderers,
    private readonly queue: QueueService,
    private readonly quarantine: QuarantineService,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.registerPools();
    this.registerRenderers();
    this.registerProviders();
    this.registerQueue();
    this.registerTakes();
  }

  private registerPools(): void {
    this.poolGauge('visionary_pool_entries', 'Models in memory', ({ entries }) => entries.length);
    this.poolGauge(
      'visionary_pool_leased_entries',
      'Models in memory that a take uses',
      ({ entries }) => entries.filter(({ leases }) => leases > 0).length,
    );
    this.poolGauge('visionary_pool_bytes', 'Measured memory of all models', ({ entries }) =>
      entries.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    this.poolGauge('visionary_pool_budget_bytes', 'Memory limit for models', (pool) => pool.budgetBytes);
    this.deviceGauge(
      'visionary_pool_device_bytes',
      'Memory of models on a card, a part of the above',
      ({ bytes }) => bytes,
    );
    this.deviceGauge(
      'visionary_pool_device_budget_bytes',
      'Memory limit for models on a card, a part of the above',
      ({ budgetBytes }) => budgetBytes,
    );
    this.poolGauge('visionary_renderer_resident_bytes', 'Resident memory of the process', (pool) => pool.rssBytes);
    this.poolCounter('visionary_pool_hits', 'Takes whose model was in memory', (pool) => pool.hits);
    this.poolCounter('visionary_pool_misses', 'Takes whose model had to be loaded', (pool) => pool.misses);
    this.poolCounter('visionary_pool_evictions', 'Evicted models', (pool) => pool.evictions);
    this.poolCounter(
      'visionary_pool_out_of_memory',
      'Loads that ran out of memory on the first attempt',
      (pool) => pool.outOfMemory,
    );
    this.poolCounter('visionary_pool_load_seconds', 'Time spent loading models', (pool) => pool.loadSeconds);
  }

  private registerRenderers(): void {
    this.metrics.gauge(
      { name: 'visionary_renderer_state', help: '1 for the current state', labels: ['renderer', 'host', 'state'] },
      () => this.renderers.list().map(({ id, host, state }) => ({ labels: { renderer: id, host, state }, value: 1 })),
    );
    this.metrics.counter(
      { name: 'visionary_renderer_restarts', help: 'Restarts of the process', labels: [...LABELS] },
      () =>
        this.renderers.list().map(({ id, host, restarts }) => ({ labels: { renderer: id, host }, value: restarts })),
    );
  }

  private registerProviders(): void {
    this.metrics.gauge(
      { name: 'visionary_renderer_provider', help: '1 for what it computes with', labels: [...LABELS, 'provider'] },
      () =>
        this.renderers.list().map((renderer) => {
          const { id, host } = renderer;
          return { labels: { renderer: id, host, provider: providerOf(renderer) }, value: 1 };
        }),
    );
  }

  private registerQueue(): void {
    this.metrics.gauge({ name: 'visionary_takes', help: 'All takes by status', labels: ['status'] }, async () =>
      Object.entries(await this.queue.countByStatus()).map(([status, value]) => ({ labels: { status }, value })),
    );
    this.metrics.gauge({ name: 'visionary_queue_waiting', help: 'Takes that wait for a renderer' }, async () => [
      { value: (await this.queue.count()).waiting },
    ]);
    this.metrics.gauge({ name: 'visionary_models_quarantined', help: 'Quarantined models' }, async () => [
      { value: new Set((await this.quarantine.list()).map(({ model }) => model)).size },
    ]);
  }

  private registerTakes(): void {
    const wait = this.metrics.histogram(
      { name: 'visionary_wait_seconds', help: 'From the request of a take to its start' },
      WAIT_BUCKETS,
    );
    const step = this.metrics.histogram(
      {
        name: 'visionary_step_seconds',
        help: 'Mean duration of a step of a finished take',
        labels: ['model', 'provider'],
      },
      STEP_BUCKETS,
    );
    this.events.afterCommit(TakeStarted, ({ take, at }) => wait(Math.max(0, at - take.queuedAt) / 1000, {}));
    this.events.afterCommit(TakeFinished, ({ take: { settings, renderMs, stopped, renderedOn } }) => {
      if (renderMs && !stopped && !settings.upscale) {
        step(measuredStepMs({ settings, renderMs }) / 1000, {
          model: settings.model,
          provider: renderedOn?.provider ?? 'cpu',
        });
      }
    });
  }

  private poolGauge(name: string, help: string, of: (pool: PoolState) => number): void {
    this.metrics.gauge({ name, help, labels: [...LABELS] }, () => this.samples(of));
  }

  private deviceGauge(name: string, help: string, of: (device: DevicePool) => number): void {
    this.metrics.gauge({ name, help, labels: [...LABELS] }, () =>
      this.renderers
        .list()
        .flatMap(({ id, host, pool }) =>
          pool?.device ? [{ labels: { renderer: id, host }, value: of(pool.device) }] : [],
        ),
    );
  }

  private poolCounter(name: string, help: string, of: (pool: PoolState) => number): void {
    this.metrics.counter({ name, help, labels: [...LABELS] }, () => this.samples(of));
  }

  private samples(of: (pool: PoolState) => number): Sample<Label>[] {
    return this.renderers
      .list()
      .flatMap(({ id, host, pool }) => (pool ? [{ labels: { renderer: id, host }, value: of(pool) }] : []));
  }
}
