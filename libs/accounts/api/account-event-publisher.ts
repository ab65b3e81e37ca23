import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import {
  SESSION_ENDED_TOPIC,
  type SessionEndedMessage,
  USER_CHANGED_TOPIC,
  USER_SANCTIONED_TOPIC,
  type UserChangedMessage,
  type UserSanctionedMessage,
} from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { SessionEnded } from '../domain/session.js';
import { BlocksChanged, OwnStateChanged, UserChanged, UserSanctioned } from '../domain/user.js';

/** Publishes committed account events to all nodes, and changed state to the clients of the user. */
@Injectable()
export class AccountEventPublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(SessionEnded, ({ sessionId }) =>
      this.bus.publish(SESSION_ENDED_TOPIC, { sessionId } satisfies SessionEndedMessage),
    );
    this.events.afterCommit(UserChanged, ({ user }) =>
      this.bus.publish(USER_CHANGED_TOPIC, { user } satisfies UserChangedMessage),
    );
    this.events.afterCommit(UserSanctioned, ({ userId, sanctions }) =>
      this.bus.publish(USER_SANCTIONED_TOPIC, { userId, sanctions } satisfies UserSanctionedMessage),
    );
    this.events.afterCommit(OwnStateChanged, ({ userId, what }) =>
      this.broadcast.toUser(userId, 'me.stateChanged', { what }),
    );
    this.events.afterCommit(BlocksChanged, ({ userId }) =>
      this.broadcast.toUser(userId, 'me.stateChanged', { what: 'blocks' }),
    );
  }
}
