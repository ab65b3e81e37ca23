import { Logger } from '@nestjs/common';
import type { BusHandler } from './bus.js';

/** Subscriptions of this node by topic. An error of one handler is logged and doesn't affect others. */
export class TopicSubscriptions {
  private readonly logger = new Logger('Bus');
  private readonly handlers = new Map<string, Set<BusHandler<never>>>();

  add<T>(topic: string, handler: BusHandler<T>): () => void {
    const topicHandlers = this.handlers.get(topic) ?? new Set();
    this.handlers.set(topic, topicHandlers.add(handler));
    return () => {
      topicHandlers.delete(handler);
      if (topicHandlers.size === 0 && this.handlers.get(topic) === topicHandlers) this.handlers.delete(topic);
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
