import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { RecountReactions } from '../../usecases/talk/recount-reactions.js';

/** What somebody was told of whom they do not hear from any more, or hear from again, is counted anew in the same transaction. */
@Injectable()
export class RecountWhenPeoplePart implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly reactions: RecountReactions,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(BlocksChanged, ({ personId, otherId }) => this.reactions.between(personId, otherId));
  }
}
