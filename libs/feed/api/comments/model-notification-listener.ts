import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import {
  HubModelRemoved,
  ModelCommented,
  ModelCommentEdited,
  ModelReactionsChanged,
  ModelReviewed,
  ModelFeedbackDeleted,
  VersionWithdrawn,
} from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { BundleModelReactions } from '../../use-cases/comments/bundle-model-reactions.js';
import { ModelNotifier } from '../../use-cases/comments/model-notifier.js';
import { QuarantineNotifier } from '../../use-cases/comments/quarantine-notifier.js';

/** What users do in the hub becomes news for others, in the transaction in which it happens. */
@Injectable()
export class ModelNotificationListener implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly talk: ModelNotifier,
    private readonly reactions: BundleModelReactions,
    private readonly setAside: QuarantineNotifier,
  ) {}

  onModuleInit(): void {
    const { events } = this;
    events.beforeCommit(ModelCommented, ({ comment, creatorId, answeredId }) =>
      this.talk.said(comment, creatorId, answeredId),
    );
    events.beforeCommit(ModelCommentEdited, ({ comment }) => this.talk.edited(comment));
    events.beforeCommit(ModelReviewed, ({ review, creatorId, isNew }) =>
      isNew ? this.talk.reviewed(review, creatorId) : undefined,
    );
    events.beforeCommit(ModelFeedbackDeleted, ({ ids }) => this.talk.erased(ids));
    events.beforeCommit(ModelReactionsChanged, ({ modelId, creatorId, givenAt }) =>
      this.reactions.moved(modelId, creatorId, givenAt),
    );
    events.beforeCommit(BlocksChanged, ({ userId, otherId }) => this.reactions.between(userId, otherId));
    events.beforeCommit(VersionWithdrawn, ({ version, why }) =>
      why === 'quarantined' ? this.setAside.run(version) : undefined,
    );
    events.beforeCommit(HubModelRemoved, ({ modelId }) => this.talk.removed(modelId));
  }
}
