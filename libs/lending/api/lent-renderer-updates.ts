import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { LentRendererChanged } from '../domain/lent-renderer.js';

const TOPIC = 'lending.changed';

/** Carries committed changes of lent renderers to all nodes, because any of them may have the connection. */
@Injectable()
export class LentRendererUpdates implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(LentRendererChanged, ({ id, isTokenRevoked }) =>
      this.bus.publish(TOPIC, { id, isTokenRevoked }),
    );
  }

  /**
   * @param listener called on every node, see LentRendererChanged. Messages that the bus lost are not repeated
   * @returns a function that unsubscribes
   */
  subscribe(listener: (change: LentRendererChanged) => void): () => void {
    return this.bus.subscribe<LentRendererChanged>(TOPIC, listener);
  }
}
