import { Injectable, Logger } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { NotificationsChanged } from '@visionary/notifications';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, LiveSubjects } from '@visionary/platform/realtime';
import { RoomEventAppended } from '@visionary/rooms';
import { ReadStateChanged } from '../domain/read-states.js';
import { ReadStatesService } from '../use-cases/read-states.service.js';

const INTERVAL_MS = 500;
/** For clients that receive the events of the room: they count themselves, and this only corrects them. */
const CORRECTION_INTERVAL_MS = 5_000;
/** Room events that change the number of unread messages. */
const UNREAD_EVENTS: ReadonlySet<string> = new Set(['chat.sent', 'chat.deleted', 'chat.restored']);

/**
 * Broadcasts read states. What a user does reaches all clients of that user. After new messages each node re-reads the read
 * states of its own connected users, with one query per room.
 */
@Injectable()
export class ReadStateBroadcaster {
  constructor(
    live: LiveSubjects,
    events: DomainEvents,
    bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly readStates: ReadStatesService,
  ) {
    const ownChanges = live
      .declare<{ readonly roomId: string; readonly userId: string }>({
        topic: 'chat.readStateChanged',
        isLocal: true,
        intervalMs: INTERVAL_MS,
        broadcast: async (changed) => void (await Promise.all(changed.map((one) => this.sendOwn(one)))),
      })
      .when(ReadStateChanged, ({ roomId, userId }) => ({ roomId, userId }));
    events.afterCommit(NotificationsChanged, ({ changes }) => {
      for (const { id, roomId, userId } of changes) {
        if (id === undefined && roomId !== null) ownChanges.touch({ roomId, userId });
      }
    });
    for (const isSubscribed of [false, true]) {
      live
        .declare<string>({
          topic: isSubscribed ? 'chat.unreadCorrected' : 'chat.unreadChanged',
          intervalMs: isSubscribed ? CORRECTION_INTERVAL_MS : INTERVAL_MS,
          broadcast: async (roomIds) =>
            void (await Promise.all(roomIds.map((roomId) => this.sendRoom(roomId, isSubscribed)))),
        })
        .when(RoomEventAppended, ({ event }) => (UNREAD_EVENTS.has(event.type) ? event.roomId : null));
    }
    bus.onRecovered(() => {
      this.sendAll().catch((error: unknown) =>
        new Logger('ReadStates').error('Read states could not be broadcast', error),
      );
    });
  }

  private async sendOwn({ roomId, userId }: { readonly roomId: string; readonly userId: string }): Promise<void> {
    const readState = await this.readStates.one(userId, roomId);
    if (readState) this.broadcast.toUser(userId, 'chat.readStateChanged', readState);
  }

  private async sendRoom(roomId: string, isSubscribed: boolean): Promise<void> {
    const users = this.broadcast.localUserIds.filter(
      (id) => this.broadcast.hasAllSocketsIn(roomId, id) === isSubscribed,
    );
    if (users.length === 0) return;
    for (const { userId, ...readState } of await this.readStates.ofUsers(roomId, users)) {
      this.broadcast.toUserLocally(userId, 'chat.readStateChanged', readState);
    }
  }

  /** This node has missed changes of other nodes while the bus was disconnected. */
  private async sendAll(): Promise<void> {
    for (const userId of this.broadcast.localUserIds) {
      for (const readState of await this.readStates.ofUser(userId)) {
        this.broadcast.toUserLocally(userId, 'chat.readStateChanged', readState);
      }
    }
  }
}
