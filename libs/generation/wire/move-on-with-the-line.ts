import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { HealthProbes } from '@visionary/platform/http';
import { TakeCancelAsked, TakeSteerAsked, TakeStopAsked } from '../domain/events.js';
import { Renderers } from '../domain/renderers.js';
import { LineNews } from './line-news.js';
import { RenderLoop } from './renderer/render-loop.js';

/** What renderers are told when something happened to takes. */
@Injectable()
export class MoveOnWithTheLine implements OnModuleInit {
  constructor(
    private readonly news: LineNews,
    private readonly loop: RenderLoop,
    private readonly renderers: Renderers,
    private readonly events: DomainEvents,
    private readonly probes: HealthProbes,
  ) {}

  onModuleInit(): void {
    this.news.onChange(() => this.loop.wake());
    this.events.afterCommit(TakeCancelAsked, ({ takeId }) => this.renderers.tell({ type: 'cancel', takeId }));
    this.events.afterCommit(TakeStopAsked, ({ takeId }) => this.renderers.tell({ type: 'stop', takeId }));
    this.events.afterCommit(TakeSteerAsked, ({ takeId, steerId, prompt, negative }) =>
      this.renderers.tell({ type: 'steer', takeId, steerId, prompt, negative }),
    );
    this.probes.register('renderer', () => this.health());
  }

  private health(): 'ready' | 'starting' | 'away' {
    const states = this.renderers.list().map(({ state }) => state);
    if (states.some((state) => state === 'idle' || state === 'rendering')) return 'ready';
    return states.includes('starting') ? 'starting' : 'away';
  }
}
