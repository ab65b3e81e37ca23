import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Availability, AvailabilityView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle, type LiveSocket, UserAvailability } from '@visionary/platform/realtime';
import { BLOCKS_TOPIC, type BlockMessage } from './account-event-listener.js';

const BROADCAST_INTERVAL_MS = 500;

/** Channel of the sockets that subscribe to a user's availability. */
const availabilityChannel = (userId: string): string => `about:${userId}`;

interface Subscription {
  readonly subscriberId: string;
  readonly userIds: readonly string[];
  /** The users who are not blocked. Blocked users always appear offline. */
  readonly visible: ReadonlySet<string>;
}

/** Subscriptions of this node's sockets to the availability of users. */
@Injectable()
export class AvailabilitySubscriptions implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Users');
  private readonly subscriptions = new Map<LiveSocket, Subscription>();
  /** The last update of each socket. Updates run one after another, so the latest database read wins. */
  private readonly updates = new WeakMap<LiveSocket, Promise<unknown>>();
  /** What subscribers on this node received last. A short reconnect changes nothing. */
  private readonly lastSent = new Map<string, Availability>();
  private readonly throttle = new Throttle(BROADCAST_INTERVAL_MS, (userId) => this.send(userId));

  constructor(
    private readonly userAvailability: UserAvailability,
    private readonly broadcast: Broadcast,
    private readonly blocks: Blocks,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.userAvailability.onChange((userId) => {
      if (this.lastSent.has(userId)) this.throttle.touch(userId);
    });
    this.bus.subscribe<BlockMessage>(BLOCKS_TOPIC, (block) => this.refreshBlocked(block));
    this.bus.onRecovered(() => {
      for (const socket of this.subscriptions.keys()) this.refresh(socket);
    });
  }

  onApplicationShutdown(): void {
    this.throttle.stop();
  }

  /** Replaces the subscription of a socket. @returns the current availability of the users */
  subscribe(socket: LiveSocket, subscriberId: string, userIds: readonly string[]): Promise<AvailabilityView[]> {
    return this.inSequence(socket, () => this.update(socket, subscriberId, [...new Set(userIds)]));
  }

  /** The socket joins the channels before the reply, so it misses no change. */
  private async update(
    socket: LiveSocket,
    subscriberId: string,
    userIds: readonly string[],
  ): Promise<AvailabilityView[]> {
    const blocked = await this.blocks.blockedAmong(subscriberId, userIds);
    const visible = new Set(userIds.filter((id) => !blocked.has(id)));
    const previous = this.subscriptions.get(socket);
    const dropped = [...(previous?.visible ?? [])].filter((id) => !visible.has(id));
    this.subscriptions.set(socket, { subscriberId, userIds, visible });
    const channelChanges = Promise.all([
      ...dropped.map((id) => socket.leave(availabilityChannel(id))),
      ...[...visible].map((id) => socket.enter(availabilityChannel(id))),
    ]);
    const users = userIds.map((userId) => ({
      userId,
      availability: visible.has(userId) ? this.initial(userId) : ('offline' as const),
    }));
    this.forgetUnsubscribed([...dropped, ...visible]);
    if (!previous) socket.onDisconnect(() => this.end(socket));
    await channelChanges;
    return users;
  }

  private refreshBlocked({ userId, otherId }: BlockMessage): void {
    for (const [socket, { subscriberId, userIds }] of this.subscriptions) {
      const other = subscriberId === userId ? otherId : subscriberId === otherId ? userId : null;
      if (other !== null && userIds.includes(other)) this.refresh(socket);
    }
  }

  /** Reads blocks again, and sends the users whose visibility changed. */
  private refresh(socket: LiveSocket): void {
    const refreshing = this.inSequence(socket, async () => {
      const before = this.subscriptions.get(socket);
      if (!before) return;
      const users = await this.update(socket, before.subscriberId, before.userIds);
      const after = this.subscriptions.get(socket)?.visible;
      for (const user of users) {
        if (before.visible.has(user.userId) !== after?.has(user.userId)) socket.emit('users.availabilityChanged', user);
      }
    });
    refreshing.catch((error: unknown) => this.logger.error('Reading blocks failed', error));
  }

  private inSequence<T>(socket: LiveSocket, work: () => Promise<T>): Promise<T> {
    const result = (this.updates.get(socket) ?? Promise.resolve()).then(work);
    this.updates.set(
      socket,
      result.catch(() => undefined),
    );
    return result;
  }

  private end(socket: LiveSocket): void {
    const subscription = this.subscriptions.get(socket);
    this.subscriptions.delete(socket);
    this.forgetUnsubscribed([...(subscription?.visible ?? [])]);
  }

  /** Keeps what other subscribers received until the next broadcast. */
  private initial(userId: string): Availability {
    const availability = this.userAvailability.of(userId);
    if (!this.lastSent.has(userId)) this.lastSent.set(userId, availability);
    return availability;
  }

  /** Ids can be of users that don't exist, so unsubscribed ones must not stay in memory. */
  private forgetUnsubscribed(userIds: readonly string[]): void {
    for (const id of userIds) if (!this.broadcast.hasLocalListeners(availabilityChannel(id))) this.lastSent.delete(id);
  }

  private send(userId: string): void {
    const before = this.lastSent.get(userId);
    const channel = availabilityChannel(userId);
    if (!this.broadcast.hasLocalListeners(channel)) return void this.lastSent.delete(userId);
    const availability = this.userAvailability.of(userId);
    this.lastSent.set(userId, availability);
    if (availability !== before) {
      this.broadcast.toChannelsLocally([channel], 'users.availabilityChanged', { userId, availability });
    }
  }
}
