import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlocksChanged } from '@visionary/accounts';
import {
  HubModelRemoved,
  ModelCommented,
  ModelCommentEdited,
  ModelReactionsMoved,
  ModelReviewed,
  ModelTalkErased,
  VersionWithdrawn,
} from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { GatherModelReactions } from '../../usecases/talk/gather-model-reactions.js';
import { TellOfModels } from '../../usecases/talk/tell-of-models.js';
import { TellOfSetAside } from '../../usecases/talk/tell-of-set-aside.js';

/** What people do in the hub becomes news for others, in the transaction in which it happens. */
@Injectable()
export class TellWhenModelsMove implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly talk: TellOfModels,
    private readonly reactions: GatherModelReactions,
    private readonly setAside: TellOfSetAside,
  ) {}

  onModuleInit(): void {
    const { events } = this;
    events.beforeCommit(ModelCommented, ({ comment, makerId, answeredId }) =>
      this.talk.said(comment, makerId, answeredId),
    );
    events.beforeCommit(ModelCommentEdited, ({ comment }) => this.talk.edited(comment));
    events.beforeCommit(ModelReviewed, ({ review, makerId, isNew }) =>
      isNew ? this.talk.reviewed(review, makerId) : undefined,
    );
    events.beforeCommit(ModelTalkErased, ({ ids }) => this.talk.erased(ids));
    events.beforeCommit(ModelReactionsMoved, ({ modelId, makerId, givenAt }) =>
      this.reactions.moved(modelId, makerId, givenAt),
    );
    events.beforeCommit(BlocksChanged, ({ personId, otherId }) => this.reactions.between(personId, otherId));
    events.beforeCommit(VersionWithdrawn, ({ version, why }) =>
      why === 'quarantined' ? this.setAside.run(version) : undefined,
    );
    events.beforeCommit(HubModelRemoved, ({ modelId }) => this.talk.removed(modelId));
  }
}
