import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { HealthProbes } from '@visionary/platform/http';
import { TakeCancelRequested, TakeSteerRequested, TakeStopRequested } from '../domain/events.js';
import { Renderers } from '../domain/renderers.js';
import { QueueChangePublisher } from './queue-change-publisher.js';
import { RenderDispatcher } from './renderer/render-dispatcher.js';

/** What renderers are told when something happened to takes. */
@Injectable()
export class RendererCommandForwarder implements OnModuleInit {
  constructor(
    private readonly news: QueueChangePublisher,
    private readonly loop: RenderDispatcher,
    private readonly renderers: Renderers,
    private readonly events: DomainEvents,
    private readonly probes: HealthProbes,
  ) {}

  onModuleInit(): void {
    this.news.onChange(() => this.loop.wake());
    this.events.afterCommit(TakeCancelRequested, ({ takeId }) =>
      this.renderers.sendCommand({ type: 'cancel', takeId }),
    );
    this.events.afterCommit(TakeStopRequested, ({ takeId }) => this.renderers.sendCommand({ type: 'stop', takeId }));
    this.events.afterCommit(TakeSteerRequested, ({ takeId, steerId, prompt, negative }) =>
      this.renderers.sendCommand({ type: 'steer', takeId, steerId, prompt, negative }),
    );
    this.probes.register('renderer', () => this.health());
  }

  private health(): 'ready' | 'starting' | 'unavailable' {
    const states = this.renderers.list().map(({ state }) => state);
    if (states.some((state) => state === 'idle' || state === 'rendering')) return 'ready';
    return states.includes('starting') ? 'starting' : 'unavailable';
  }
}
