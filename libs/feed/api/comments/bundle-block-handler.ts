import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { RecountReactionBundles } from '../../use-cases/comments/recount-reaction-bundles.js';

/** What somebody was told of whom they do not hear from any more, or hear from again, is counted anew in the same transaction. */
@Injectable()
export class BundleBlockHandler implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly reactions: RecountReactionBundles,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(BlocksChanged, ({ userId, otherId }) => this.reactions.between(userId, otherId));
  }
}
