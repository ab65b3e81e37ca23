import { randomUUID } from 'node:crypto';
import { Bus, type BusHandler } from './bus.js';
import { TopicSubscriptions } from './topic-subscriptions.js';

/** One node alone: news arrives in the next microtask, so that a publisher never runs inside its own listeners. */
export class InProcessBus extends Bus {
  readonly nodeId = randomUUID();
  readonly status = 'in-process';
  private readonly topics = new TopicSubscriptions();

  publish(topic: string, message: unknown): void {
    queueMicrotask(() => this.topics.deliver(topic, message));
  }

  subscribe<T>(topic: string, handler: BusHandler<T>): () => void {
    return this.topics.add(topic, handler);
  }

  onRecovered(): void {
    // A line inside one process is never lost.
  }
}
