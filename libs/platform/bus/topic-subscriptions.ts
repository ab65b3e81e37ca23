import { Logger } from '@nestjs/common';
import type { BusHandler } from './bus.js';

/** Subscriptions of this node by topic. An error of one handler is logged and doesn't affect others. */
export class TopicSubscriptions {
  private readonly logger = new Logger('Bus');
  private readonly handlers = new Map<string, Set<BusHandler<never>>>();

  add<T>(topic: string, handler: BusHandler<T>): () => void {
    const listening = this.handlers.get(topic) ?? new Set();
    this.handlers.set(topic, listening.add(handler));
    return () => {
      listening.delete(handler);
      if (listening.size === 0 && this.handlers.get(topic) === listening) this.handlers.delete(topic);
    };
  }

  has(topic: string): boolean {
    return this.handlers.has(topic);
  }

  deliver(topic: string, message: unknown): void {
    for (const handler of this.handlers.get(topic) ?? []) {
      try {
        handler(message as never);
      } catch (error) {
        this.logger.error(`A subscriber of ${topic} failed`, error instanceof Error ? error.stack : error);
      }
    }
  }
}
