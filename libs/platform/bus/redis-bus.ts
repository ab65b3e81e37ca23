import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import { Bus, type BusHandler, type BusStatus } from './bus.js';
import { TopicSubscriptions } from './topic-subscriptions.js';

/**
 * Redis pub/sub. While Redis is away this node goes on by itself: its own news still reaches its own listeners.
 * Redis' channels know no databases, so ours carry the number of theirs: one database is one instance.
 */
export class RedisBus extends Bus {
  readonly nodeId = randomUUID();
  private readonly topics = new TopicSubscriptions();
  private readonly recovered: (() => void)[] = [];
  private readonly prefix: string;
  private wasUp: boolean;

  /** @param lines every line that carries news between nodes: only when all of them stand again nothing more is missed. */
  constructor(
    private readonly publisher: Redis,
    private readonly subscriber: Redis,
    private readonly lines: readonly Redis[] = [publisher, subscriber],
  ) {
    super();
    this.prefix = `visionary:${publisher.options.db ?? 0}:`;
    subscriber.on('messageBuffer', (channel: Buffer, body: Buffer) =>
      this.topics.deliver(channel.toString().slice(this.prefix.length), deserialize(body)),
    );
    this.wasUp = this.isWhole;
    for (const line of lines) line.on('ready', () => void this.stand());
  }

  get status(): BusStatus {
    return this.publisher.status === 'ready' && this.subscriber.status === 'ready' ? 'up' : 'down';
  }

  publish(topic: string, message: unknown): void {
    if (this.status === 'down') {
      queueMicrotask(() => this.topics.deliver(topic, message));
      return;
    }
    this.publisher.publish(this.prefix + topic, serialize(message)).catch(() => this.topics.deliver(topic, message));
  }

  subscribe<T>(topic: string, handler: BusHandler<T>): () => void {
    void this.subscriber.subscribe(this.prefix + topic).catch(() => undefined);
    const leave = this.topics.add(topic, handler);
    return () => {
      leave();
      if (!this.topics.has(topic)) void this.subscriber.unsubscribe(this.prefix + topic).catch(() => undefined);
    };
  }

  onRecovered(handler: () => void): void {
    this.recovered.push(handler);
  }

  private get isWhole(): boolean {
    return this.lines.every(({ status }) => status === 'ready');
  }

  /** A line stands again; the last of them to do so ends the outage. A ping that is answered shows its channels are subscribed. */
  private async stand(): Promise<void> {
    if (!this.isWhole) return;
    if (!this.wasUp) {
      this.wasUp = true;
      return;
    }
    try {
      await Promise.all(this.lines.map((line) => line.ping()));
    } catch {
      return; // Cut once more: the next time it stands it comes here again.
    }
    for (const handler of this.recovered) handler();
  }
}
