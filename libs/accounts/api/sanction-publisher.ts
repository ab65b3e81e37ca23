import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { USER_SANCTIONED_TOPIC, type UserSanctionedMessage } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { UserSanctioned } from '../domain/sanctions.js';

/** What is kept from somebody holds on all nodes from the commit on. */
@Injectable()
export class SanctionPublisher implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(UserSanctioned, ({ userId, sanctions }) =>
      this.bus.publish(USER_SANCTIONED_TOPIC, { userId, sanctions } satisfies UserSanctionedMessage),
    );
  }
}
