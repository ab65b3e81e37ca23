import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DomainEvents, type DomainEventType } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Throttle } from './throttle.js';

export interface LiveSubjectOptions<M> {
  /** Bus topic, also the name in the log. */
  readonly topic: string;
  /** Changes stay on this node, because it alone knows of them or its broadcast reaches the other nodes. */
  readonly isLocal?: boolean;
  /** Shortest time between two broadcasts of one key. Without it, every change is broadcast. */
  readonly intervalMs?: number;
  /** By default the whole message is the key. */
  readonly keyOf?: (message: M) => string;
  /** Combines changes of one key that wait together. By default the later one replaces the earlier one. */
  readonly merge?: (earlier: M, later: M) => M;
  /** Whether a socket of this node subscribes. Changes without a subscriber cost no query. */
  readonly isWatched?: (message: M) => boolean;
  /** Reads what changed and sends it to the sockets of this node. Gets the changes since its last call together. */
  readonly broadcast: (messages: readonly M[]) => Promise<void> | void;
}

/**
 * Broadcasts a subject that changes: a domain event is published to all nodes after its commit, and each node throttles it per
 * key, reads the current state and sends it to its own sockets. Broadcasts run one after another, so the last read is sent last.
 */
export class LiveSubject<M> {
  private readonly publishing: Throttle<M>;
  private readonly receiving: Throttle<M>;
  private pending: M[] = [];
  private isRunning = false;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly logger: Logger,
    private readonly options: LiveSubjectOptions<M>,
  ) {
    const { topic, intervalMs = 0, merge, isLocal } = options;
    // Half the interval spares the bus and hardly delays a change.
    this.publishing = new Throttle<M>(intervalMs / 2, (_, message) => this.bus.publish(topic, message), merge);
    this.receiving = new Throttle<M>(intervalMs, (_, message) => this.schedule(message), merge);
    if (!isLocal) bus.subscribe<M>(topic, (message) => this.receive(message));
  }

  /** @param messageOf null: nothing changed */
  when<E extends object>(type: DomainEventType<E>, messageOf: (event: E) => M | null): this {
    this.events.afterCommit(type, (event) => {
      const message = messageOf(event);
      if (message !== null) this.touch(message);
    });
    return this;
  }

  touch(message: M): void {
    if (this.options.isLocal) this.receive(message);
    else this.publishing.touch(this.keyOf(message), message);
  }

  /** Like `touch`, for a change that every node notices on its own. */
  touchLocally(message: M): void {
    this.receive(message);
  }

  /** Drops a change that waits on this node. */
  cancel(key: string): void {
    this.receiving.cancel(key);
  }

  stop(): void {
    this.publishing.stop();
    this.receiving.stop();
  }

  private keyOf(message: M): string {
    return this.options.keyOf?.(message) ?? JSON.stringify(message);
  }

  private receive(message: M): void {
    if (this.options.isWatched?.(message) !== false) this.receiving.touch(this.keyOf(message), message);
  }

  private schedule(message: M): void {
    this.pending.push(message);
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.pending.length > 0) {
      const messages = this.pending;
      this.pending = [];
      try {
        await this.options.broadcast(messages);
      } catch (error) {
        this.logger.error(`Broadcasting ${this.options.topic} failed`, error);
      }
    }
    this.isRunning = false;
  }
}

/** Where slices declare their live subjects. */
@Injectable()
export class LiveSubjects implements OnApplicationShutdown {
  private readonly logger = new Logger('Live');
  private readonly subjects: { stop(): void }[] = [];

  constructor(
    @Inject(DomainEvents) private readonly events: DomainEvents,
    @Inject(Bus) private readonly bus: Bus,
  ) {}

  declare<M>(options: LiveSubjectOptions<M>): LiveSubject<M> {
    const subject = new LiveSubject<M>(this.events, this.bus, this.logger, options);
    this.subjects.push(subject);
    return subject;
  }

  onApplicationShutdown(): void {
    for (const subject of this.subjects) subject.stop();
  }
}
