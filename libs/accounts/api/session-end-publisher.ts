import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { SESSION_ENDED_TOPIC, type SessionEndedMessage } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { SessionEnded } from '../domain/session.js';

@Injectable()
export class SessionEndPublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(SessionEnded, ({ sessionId }) =>
      this.bus.publish(SESSION_ENDED_TOPIC, { sessionId } satisfies SessionEndedMessage),
    );
  }
}
