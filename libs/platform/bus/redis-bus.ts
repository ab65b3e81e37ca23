import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import { Bus, type BusHandler, type BusStatus } from './bus.js';
import { TopicSubscriptions } from './topic-subscriptions.js';

/** Bus over Redis pub/sub. While Redis is down, messages reach only subscribers on this node. */
export class RedisBus extends Bus {
  readonly nodeId = randomUUID();
  private readonly topics = new TopicSubscriptions();
  private readonly recoveryHandlers: (() => void)[] = [];
  private wasUp: boolean;

  /**
   * @param prefix of channel names
   * @param connections all connections that carry messages between nodes; delivery is complete again only when all are
   * connected
   */
  constructor(
    private readonly publisher: Redis,
    private readonly subscriber: Redis,
    private readonly prefix: string,
    private readonly connections: readonly Redis[] = [publisher, subscriber],
  ) {
    super();
    subscriber.on('messageBuffer', (name: Buffer, body: Buffer) => {
      const channel = name.toString();
      if (channel.startsWith(prefix)) this.topics.deliver(channel.slice(prefix.length), deserialize(body));
    });
    this.wasUp = this.isFullyConnected;
    for (const connection of connections) connection.on('ready', () => void this.handleReady());
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
    const unsubscribe = this.topics.add(topic, handler);
    return () => {
      unsubscribe();
      if (!this.topics.has(topic)) void this.subscriber.unsubscribe(this.prefix + topic).catch(() => undefined);
    };
  }

  onRecovered(handler: () => void): void {
    this.recoveryHandlers.push(handler);
  }

  private get isFullyConnected(): boolean {
    return this.connections.every(({ status }) => status === 'ready');
  }

  /**
   * Called when a connection is ready. The last one ends the outage. A successful ping proves that its channels are
   * subscribed.
   */
  private async handleReady(): Promise<void> {
    if (!this.isFullyConnected) return;
    if (!this.wasUp) {
      this.wasUp = true;
      return;
    }
    try {
      await Promise.all(this.connections.map((connection) => connection.ping()));
    } catch {
      return; // Disconnected again. The next ready event repeats this.
    }
    for (const handler of this.recoveryHandlers) handler();
  }
}
