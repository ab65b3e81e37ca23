import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics, type Sample } from '@visionary/platform/http';
import type { PoolState } from '../../domain/renderer-protocol.js';
import { Renderers } from '../../domain/renderers.js';

type Label = 'renderer' | 'host';

/** What renderers hold in memory, as each last told it: every server tells all that it knows of. */
@Injectable()
export class RendererMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly renderers: Renderers,
  ) {}

  onModuleInit(): void {
    this.gauge('visionary_pool_entries', 'Models in memory', ({ entries }) => entries.length);
    this.gauge(
      'visionary_pool_leased_entries',
      'Models in memory that a take uses',
      ({ entries }) => entries.filter(({ leases }) => leases > 0).length,
    );
    this.gauge('visionary_pool_bytes', 'Memory of all models, as measured', ({ entries }) =>
      entries.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    this.gauge('visionary_pool_budget_bytes', 'Memory that models may take', (pool) => pool.budgetBytes);
    this.gauge('visionary_renderer_resident_bytes', 'Resident memory of the process', (pool) => pool.rssBytes);
    this.counter('visionary_pool_hits', 'Takes whose model was in memory', (pool) => pool.hits);
    this.counter('visionary_pool_misses', 'Takes whose model had to be loaded', (pool) => pool.misses);
    this.counter('visionary_pool_evictions', 'Models put away for another', (pool) => pool.evictions);
    this.counter(
      'visionary_pool_out_of_memory',
      'Loads that did not fit at the first attempt',
      (pool) => pool.outOfMemory,
    );
    this.counter('visionary_pool_load_seconds', 'Time spent loading models', (pool) => pool.loadSeconds);
    this.metrics.gauge(
      {
        name: 'visionary_renderer_state',
        help: '1 for the state a renderer is in',
        labels: ['renderer', 'host', 'state'],
      },
      () => this.renderers.list().map(({ id, host, state }) => ({ labels: { renderer: id, host, state }, value: 1 })),
    );
    this.metrics.counter(
      {
        name: 'visionary_renderer_restarts',
        help: 'How often its process was started anew',
        labels: ['renderer', 'host'],
      },
      () =>
        this.renderers.list().map(({ id, host, restarts }) => ({ labels: { renderer: id, host }, value: restarts })),
    );
  }

  private gauge(name: string, help: string, of: (pool: PoolState) => number): void {
    this.metrics.gauge({ name, help, labels: ['renderer', 'host'] }, () => this.samples(of));
  }

  private counter(name: string, help: string, of: (pool: PoolState) => number): void {
    this.metrics.counter({ name, help, labels: ['renderer', 'host'] }, () => this.samples(of));
  }

  private samples(of: (pool: PoolState) => number): Sample<Label>[] {
    return this.renderers
      .list()
      .flatMap(({ id, host, pool }) => (pool ? [{ labels: { renderer: id, host }, value: of(pool) }] : []));
  }
}
