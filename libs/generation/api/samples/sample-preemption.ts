import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { TakeQueued } from '../../domain/events.js';
import { Renderers } from '../../domain/renderers.js';
import { isSystemTake } from '../../domain/take.js';

/**
 * Cancels a rendering sample when a user queues a take and no renderer is idle. The sample returns to the queue. Sent once: a lost
 * message costs the rest of one sample.
 */
@Injectable()
export class SamplePreemption implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly renderers: Renderers,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(TakeQueued, ({ take }) => {
      if (!isSystemTake(take)) this.preempt();
    });
  }

  private preempt(): void {
    const renderers = this.renderers.list();
    if (renderers.some(({ state }) => state === 'idle')) return;
    const sample = renderers.find(({ attempt }) => attempt !== null && isSystemTake(attempt))?.attempt;
    if (sample) this.renderers.sendCommand({ type: 'cancel', takeId: sample.takeId });
  }
}
