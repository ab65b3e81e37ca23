import { randomUUID } from 'node:crypto';
import { Bus, type BusHandler } from './bus.js';
import { TopicSubscriptions } from './topic-subscriptions.js';

/** Bus of a single node. Delivers in the next microtask, so that subscribers never run inside `publish`. */
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
    // An in-process bus never loses its connection.
  }
}
