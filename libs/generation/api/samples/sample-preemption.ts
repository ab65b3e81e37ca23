import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { TakeQueued } from '../../domain/events.js';
import { isSystemTake } from '../../domain/system-takes.js';
import { Renderers } from '../../domain/renderers.js';

/**
 * Nobody waits for a sample: where all renderers have something to do and one renders a sample, that one lets go between two
 * steps when somebody queues a take. The sample goes back into the line. Told once: what was not heard costs one sample's time.
 */
@Injectable()
export class SamplePreemption implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly renderers: Renderers,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(TakeQueued, ({ take }) => {
      if (!isSystemTake(take)) this.makeRoom();
    });
  }

  private makeRoom(): void {
    const renderers = this.renderers.list();
    if (renderers.some(({ state }) => state === 'idle')) return;
    const sample = renderers.find(({ turn }) => turn !== null && isSystemTake(turn))?.turn;
    if (sample) this.renderers.sendCommand({ type: 'cancel', takeId: sample.takeId });
  }
}
