import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Metrics } from '@visionary/platform/http';
import { TakeFinished, TakeStarted } from '../../domain/events.js';
import { measuredStepMs } from '../../domain/step-times.js';
import { TakeQueue } from '../../domain/take-queue.js';
import { ReadQuarantine } from '../../use-cases/read-quarantine.js';

/** In seconds. */
const WAITS = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
const STEPS = [0.003, 0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 15];

/** Takes and their line over the whole instance; waits and steps of what this server noted. */
@Injectable()
export class TakeMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly events: DomainEvents,
    private readonly takeQueue: TakeQueue,
    private readonly quarantine: ReadQuarantine,
  ) {}

  onModuleInit(): void {
    const { metrics } = this;
    metrics.gauge({ name: 'visionary_takes', help: 'Takes there are, by status', labels: ['status'] }, async () =>
      Object.entries(await this.takeQueue.byStatus()).map(([status, value]) => ({ labels: { status }, value })),
    );
    metrics.gauge({ name: 'visionary_line_waiting', help: 'Takes that wait for a renderer' }, async () => [
      { value: (await this.takeQueue.count()).waiting },
    ]);
    metrics.gauge({ name: 'visionary_models_quarantined', help: 'Models that are not loaded any more' }, async () => [
      { value: (await this.quarantine.run()).length },
    ]);
    const wait = metrics.histogram(
      { name: 'visionary_wait_seconds', help: 'From the order of a take to its start' },
      WAITS,
    );
    const step = metrics.histogram(
      { name: 'visionary_step_seconds', help: 'A step of a finished take, in the mean', labels: ['model'] },
      STEPS,
    );
    this.events.afterCommit(TakeStarted, ({ take, at }) => wait(Math.max(0, at - take.queuedAt) / 1000, {}));
    this.events.afterCommit(TakeFinished, ({ take: { settings, renderMs, stopped } }) => {
      if (renderMs && !stopped) step(measuredStepMs({ settings, renderMs }) / 1000, { model: settings.model });
    });
  }
}
