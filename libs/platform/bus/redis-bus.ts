import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import { Bus, type BusHandler, type BusStatus } from './bus.js';
import { TopicHandlers } from './topic-handlers.js';

const CHANNEL = 'visionary:bus:';

/** Redis pub/sub. While Redis is away this node goes on by itself: its own news still reaches its own listeners. */
export class RedisBus extends Bus {
  readonly nodeId = randomUUID();
  private readonly topics = new TopicHandlers();
  private readonly recovered: (() => void)[] = [];
  private wasUp = false;

  constructor(
    private readonly publisher: Redis,
    private readonly subscriber: Redis,
  ) {
    super();
    subscriber.on('messageBuffer', (channel: Buffer, body: Buffer) =>
      this.topics.deliver(channel.toString().slice(CHANNEL.length), deserialize(body)),
    );
    subscriber.on('ready', () => {
      if (this.wasUp) for (const handler of this.recovered) handler();
      this.wasUp = true;
    });
  }

  get status(): BusStatus {
    return this.publisher.status === 'ready' && this.subscriber.status === 'ready' ? 'up' : 'down';
  }

  publish(topic: string, message: unknown): void {
    if (this.status === 'down') {
      queueMicrotask(() => this.topics.deliver(topic, message));
      return;
    }
    this.publisher.publish(CHANNEL + topic, serialize(message)).catch(() => this.topics.deliver(topic, message));
  }

  subscribe<T>(topic: string, handler: BusHandler<T>): () => void {
    void this.subscriber.subscribe(CHANNEL + topic).catch(() => undefined);
    return this.topics.add(topic, handler);
  }

  onRecovered(handler: () => void): void {
    this.recovered.push(handler);
  }
}
