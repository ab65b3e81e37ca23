import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { RoomEventAppended } from '@visionary/rooms';
import { ReadStateChanged } from '../domain/read-states.js';
import { GetReadStates } from '../use-cases/get-read-states.js';

const TOPIC = 'chat.stirred';
const EVERY_MS = 500;
/** Pages that hear the room itself count along; what they are told more rarely only makes it true again. */
const INSIDE_EVERY_MS = 5_000;
/** What changes how much somebody has not read. */
const STIRRING: ReadonlySet<string> = new Set(['chat.sent', 'chat.deleted', 'chat.restored']);

/**
 * Keeps true what users's pages show of what they have not read. What somebody does goes to all their pages; what others say
 * each node finds out for the users it has, with one query a room, at most twice a second.
 */
@Injectable()
export class ReadStateBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Marks');
  private readonly moved = new Throttle(EVERY_MS, (key) => this.sayMoved(key));
  private readonly notSubscribed = new Throttle(EVERY_MS, (roomId) => this.publishRoom(roomId, false));
  private readonly subscribed = new Throttle(INSIDE_EVERY_MS, (roomId) => this.publishRoom(roomId, true));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly marks: GetReadStates,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(ReadStateChanged, ({ roomId, userId }) => this.moved.touch(`${roomId} ${userId}`));
    this.events.afterCommit(RoomEventAppended, ({ event }) => {
      if (STIRRING.has(event.type)) this.bus.publish(TOPIC, event.roomId);
    });
    this.bus.subscribe<string>(TOPIC, (roomId) => {
      this.notSubscribed.touch(roomId);
      this.subscribed.touch(roomId);
    });
    this.bus.onRecovered(() => this.start(this.sayAll()));
  }

  onApplicationShutdown(): void {
    for (const coalescer of [this.moved, this.notSubscribed, this.subscribed]) coalescer.stop();
  }

  private sayMoved(key: string): void {
    const [roomId = '', userId = ''] = key.split(' ');
    this.start(
      this.marks.one(userId, roomId).then((mark) => {
        if (mark) this.broadcast.toUser(userId, 'chat.readStateChanged', mark);
      }),
    );
  }

  private publishRoom(roomId: string, inside: boolean): void {
    const users = this.broadcast.usersHere.filter((id) => this.broadcast.isFullyIn(roomId, id) === inside);
    if (users.length === 0) return;
    this.start(
      this.marks.ofUsers(roomId, users).then((marks) => {
        for (const { userId, ...mark } of marks) this.broadcast.toUserHere(userId, 'chat.readStateChanged', mark);
      }),
    );
  }

  /** Of what other nodes did while the bus was cut nothing was heard. */
  private async sayAll(): Promise<void> {
    for (const userId of this.broadcast.usersHere) {
      for (const mark of await this.marks.of(userId)) this.broadcast.toUserHere(userId, 'chat.readStateChanged', mark);
    }
  }

  private start(telling: Promise<void>): void {
    telling.catch((error: unknown) => this.logger.error('Marks could not be told', error));
  }
}
