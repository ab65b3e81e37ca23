import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { PERSON_SANCTIONED_TOPIC, type PersonSanctionedNews } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { PersonSanctioned } from '../domain/sanctions.js';

/** What is kept from somebody holds on all nodes from the commit on. */
@Injectable()
export class TellNodesWhenPersonSanctioned implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PersonSanctioned, ({ personId, sanctions }) =>
      this.bus.publish(PERSON_SANCTIONED_TOPIC, { personId, sanctions } satisfies PersonSanctionedNews),
    );
  }
}
