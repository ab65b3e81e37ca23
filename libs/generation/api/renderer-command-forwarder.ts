import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { HealthProbes } from '@visionary/platform/http';
import { TakeCancelRequested, TakeSteerRequested, TakeStopRequested } from '../domain/events.js';
import { Renderers } from '../domain/renderers.js';
import { QueueChangePublisher } from './queue-change-publisher.js';
import { RenderDispatcher } from './renderer/render-dispatcher.js';

/** Forwards cancels, stops, and steers to renderers, and wakes the dispatcher on queue changes. */
@Injectable()
export class RendererCommandForwarder implements OnModuleInit {
  constructor(
    private readonly queueChanges: QueueChangePublisher,
    private readonly dispatcher: RenderDispatcher,
    private readonly renderers: Renderers,
    private readonly events: DomainEvents,
    private readonly probes: HealthProbes,
  ) {}

  onModuleInit(): void {
    this.queueChanges.onChange(() => this.dispatcher.wake());
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
