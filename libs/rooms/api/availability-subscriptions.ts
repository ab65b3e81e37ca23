import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Availability, AvailabilityView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle, type LiveSocket, UserAvailability } from '@visionary/platform/realtime';
import { BLOCKS_TOPIC, type BlockMessage } from './block-publisher.js';

const TELL_EVERY_MS = 500;

/** What pages that watch somebody hear of them. */
const aboutUser = (userId: string): string => `about:${userId}`;

interface Watch {
  readonly watcherId: string;
  readonly userIds: readonly string[];
  /** Those of them of whom the page hears: who has blocked the other, or is blocked, is offline to them for good. */
  readonly heard: ReadonlySet<string>;
}

/** Whom each page of this node watches, and what it was told of them. */
@Injectable()
export class AvailabilitySubscriptions implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Users');
  private readonly watches = new Map<LiveSocket, Watch>();
  /** By page, the last of what is done for it: one after the other, so that what the database said last counts. */
  private readonly turns = new WeakMap<LiveSocket, Promise<unknown>>();
  /** What pages here were told last, of users who are watched: who goes and comes within a moment changed nothing. */
  private readonly told = new Map<string, Availability>();
  private readonly telling = new Throttle(TELL_EVERY_MS, (userId) => this.tell(userId));

  constructor(
    private readonly userAvailability: UserAvailability,
    private readonly broadcast: Broadcast,
    private readonly blocks: Blocks,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.userAvailability.onChange((userId) => {
      if (this.told.has(userId)) this.telling.touch(userId);
    });
    this.bus.subscribe<BlockMessage>(BLOCKS_TOPIC, (pair) => this.part(pair));
    this.bus.onRecovered(() => {
      for (const socket of this.watches.keys()) this.lookAgain(socket);
    });
  }

  onApplicationShutdown(): void {
    this.telling.stop();
  }

  /** From now on the page hears of these users and of no others. @returns what they are */
  watch(socket: LiveSocket, watcherId: string, userIds: readonly string[]): Promise<AvailabilityView[]> {
    return this.inTurn(socket, () => this.look(socket, watcherId, [...new Set(userIds)]));
  }

  /** The socket hears of changes before it is answered, so none falls in between. */
  private async look(socket: LiveSocket, watcherId: string, userIds: readonly string[]): Promise<AvailabilityView[]> {
    const apart = await this.blocks.blockedAmong(watcherId, userIds);
    const heard = new Set(userIds.filter((id) => !apart.has(id)));
    const known = this.watches.get(socket);
    const others = [...(known?.heard ?? [])].filter((id) => !heard.has(id));
    this.watches.set(socket, { watcherId, userIds, heard });
    const moves = Promise.all([
      ...others.map((id) => socket.leave(aboutUser(id))),
      ...[...heard].map((id) => socket.enter(aboutUser(id))),
    ]);
    const users = userIds.map((userId) => ({
      userId,
      availability: heard.has(userId) ? this.first(userId) : ('offline' as const),
    }));
    this.forget([...others, ...heard]);
    if (!known) socket.onDisconnect(() => this.end(socket));
    await moves;
    return users;
  }

  /** Two users are apart from now on, or no more: pages of either that watch the other are told what they see now. */
  private part({ userId, otherId }: BlockMessage): void {
    for (const [socket, { watcherId, userIds }] of this.watches) {
      const other = watcherId === userId ? otherId : watcherId === otherId ? userId : null;
      if (other !== null && userIds.includes(other)) this.lookAgain(socket);
    }
  }

  private lookAgain(socket: LiveSocket): void {
    const looking = this.inTurn(socket, async () => {
      const before = this.watches.get(socket);
      if (!before) return;
      const users = await this.look(socket, before.watcherId, before.userIds);
      const after = this.watches.get(socket)?.heard;
      for (const user of users) {
        if (before.heard.has(user.userId) !== after?.has(user.userId)) socket.emit('users.availabilityChanged', user);
      }
    });
    looking.catch((error: unknown) => this.logger.error('Who is apart could not be read', error));
  }

  private inTurn<T>(socket: LiveSocket, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(socket) ?? Promise.resolve()).then(work);
    this.turns.set(
      socket,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private end(socket: LiveSocket): void {
    const watch = this.watches.get(socket);
    this.watches.delete(socket);
    this.forget([...(watch?.heard ?? [])]);
  }

  /** What others here were told stays what they were told until they hear otherwise. */
  private first(userId: string): Availability {
    const availability = this.userAvailability.of(userId);
    if (!this.told.has(userId)) this.told.set(userId, availability);
    return availability;
  }

  /** What nobody here watches any more is not remembered, whoever it was and whether there is such a user. */
  private forget(userIds: readonly string[]): void {
    for (const id of userIds) if (!this.broadcast.hasLocalListeners(aboutUser(id))) this.told.delete(id);
  }

  private tell(userId: string): void {
    const before = this.told.get(userId);
    if (!this.broadcast.hasLocalListeners(aboutUser(userId))) return void this.told.delete(userId);
    const availability = this.userAvailability.of(userId);
    this.told.set(userId, availability);
    if (availability !== before) {
      this.broadcast.toHere([aboutUser(userId)], 'users.availabilityChanged', { userId, availability });
    }
  }
}
