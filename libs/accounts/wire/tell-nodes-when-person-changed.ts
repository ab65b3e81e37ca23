import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { PERSON_CHANGED_TOPIC, type PersonChangedNews } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { BlocksChanged } from '../domain/blocks.js';
import { MineChanged, PersonChanged } from '../domain/person.js';

/** Everybody's pages learn how somebody is called now; somebody's own pages, what of theirs to read anew. */
@Injectable()
export class TellNodesWhenPersonChanged implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PersonChanged, ({ person }) =>
      this.bus.publish(PERSON_CHANGED_TOPIC, { person } satisfies PersonChangedNews),
    );
    this.events.afterCommit(MineChanged, ({ personId, what }) =>
      this.broadcast.toPerson(personId, 'me.changed', { what }),
    );
    this.events.afterCommit(BlocksChanged, ({ personId }) =>
      this.broadcast.toPerson(personId, 'me.changed', { what: 'blocks' }),
    );
  }
}
