import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { NotificationsChanged } from '@visionary/notifications';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { RoomEventAppended } from '@visionary/rooms';
import { ReadStateChanged } from '../domain/read-states.js';
import { ReadStatesService } from '../use-cases/read-states.service.js';

const TOPIC = 'chat.unreadChanged';
const INTERVAL_MS = 500;
/** For clients that receive the events of the room: they count themselves, and this only corrects them. */
const SUBSCRIBED_INTERVAL_MS = 5_000;
/** Room events that change the number of unread messages. */
const UNREAD_EVENTS: ReadonlySet<string> = new Set(['chat.sent', 'chat.deleted', 'chat.restored']);

/**
 * Broadcasts read states. What a user does reaches all clients of that user. After new messages each node re-reads the read
 * states of its own connected users, with one query per room and at most twice a second.
 */
@Injectable()
export class ReadStateBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('ReadStates');
  private readonly ownChanges = new Throttle(INTERVAL_MS, (key) => this.broadcastOwn(key));
  private readonly notSubscribed = new Throttle(INTERVAL_MS, (roomId) => this.broadcastRoom(roomId, false));
  private readonly subscribed = new Throttle(SUBSCRIBED_INTERVAL_MS, (roomId) => this.broadcastRoom(roomId, true));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly readStates: ReadStatesService,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(ReadStateChanged, ({ roomId, userId }) => this.ownChanges.touch(`${roomId} ${userId}`));
    this.events.afterCommit(NotificationsChanged, ({ changes }) => {
      const read = changes.filter(({ id, roomId }) => id === undefined && roomId !== null);
      for (const { roomId, userId } of read) this.ownChanges.touch(`${roomId} ${userId}`);
    });
    this.events.afterCommit(RoomEventAppended, ({ event }) => {
      if (UNREAD_EVENTS.has(event.type)) this.bus.publish(TOPIC, event.roomId);
    });
    this.bus.subscribe<string>(TOPIC, (roomId) => {
      this.notSubscribed.touch(roomId);
      this.subscribed.touch(roomId);
    });
    this.bus.onRecovered(() => this.start(this.broadcastAll()));
  }

  onApplicationShutdown(): void {
    for (const throttle of [this.ownChanges, this.notSubscribed, this.subscribed]) throttle.stop();
  }

  private broadcastOwn(key: string): void {
    const [roomId = '', userId = ''] = key.split(' ');
    this.start(
      this.readStates.one(userId, roomId).then((readState) => {
        if (readState) this.broadcast.toUser(userId, 'chat.readStateChanged', readState);
      }),
    );
  }

  private broadcastRoom(roomId: string, isSubscribed: boolean): void {
    const users = this.broadcast.usersHere.filter((id) => this.broadcast.isFullyIn(roomId, id) === isSubscribed);
    if (users.length === 0) return;
    this.start(
      this.readStates.ofUsers(roomId, users).then((found) => {
        for (const { userId, ...readState } of found) {
          this.broadcast.toUserHere(userId, 'chat.readStateChanged', readState);
        }
      }),
    );
  }

  /** This node has missed changes of other nodes while the bus was disconnected. */
  private async broadcastAll(): Promise<void> {
    for (const userId of this.broadcast.usersHere) {
      for (const readState of await this.readStates.ofUser(userId)) {
        this.broadcast.toUserHere(userId, 'chat.readStateChanged', readState);
      }
    }
  }

  private start(broadcasting: Promise<void>): void {
    broadcasting.catch((error: unknown) => this.logger.error('Read states could not be broadcast', error));
  }
}
