import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, BlocksChanged } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { FollowsChanged } from '../../domain/people/follows.js';
import { PartPeople } from '../../usecases/people/part-people.js';

/** Ends what there was between people who part, in the same transaction; and tells somebody's pages whom they follow. */
@Injectable()
export class FollowPeopleWhoPart implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly part: PartPeople,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(BlocksChanged, ({ personId, otherId }) => this.part.apart(personId, otherId));
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.part.gone(personId));
    this.events.afterCommit(FollowsChanged, ({ personId }) =>
      this.broadcast.toPerson(personId, 'me.changed', { what: 'follows' }),
    );
  }
}
