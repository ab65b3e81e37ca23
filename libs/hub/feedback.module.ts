import { HubComments } from './domain/feedback/comments.js';
import { TalkLimits } from './domain/feedback/limits.js';
import { Reactions } from './domain/feedback/reactions.js';
import { Reviews } from './domain/feedback/reviews.js';
import { ModelCounters } from './domain/feedback/tallies.js';
import { SqlHubComments } from './storage/feedback/sql-comments.js';
import { SqlReactions } from './storage/feedback/sql-reactions.js';
import { SqlReviews } from './storage/feedback/sql-reviews.js';
import { SqlModelCounters } from './storage/feedback/sql-model-counters.js';
import { CompleteComments } from './use-cases/feedback/complete-comments.js';
import { RecountModels } from './use-cases/feedback/recount-models.js';
import { EditComment } from './use-cases/feedback/edit-comment.js';
import { EraseComments } from './use-cases/feedback/erase-comments.js';
import { ExportFeedback } from './use-cases/feedback/export-feedback.js';
import { DeleteReactions } from './use-cases/feedback/delete-reactions.js';
import { DeleteModelFeedback } from './use-cases/feedback/delete-model-feedback.js';
import { DeleteUserFeedback } from './use-cases/feedback/forget-talk.js';
import { SetReaction } from './use-cases/feedback/set-reaction.js';
import { SetReview } from './use-cases/feedback/set-review.js';
import { LockModel } from './use-cases/feedback/lock-model.js';
import { LockFeedbackThread } from './use-cases/feedback/hold-thread.js';
import { PageComments } from './use-cases/feedback/page-comments.js';
import { PageReviews } from './use-cases/feedback/page-reviews.js';
import { ReactToModel } from './use-cases/feedback/react-to-model.js';
import { ReactToFeedback } from './use-cases/feedback/react-to-feedback.js';
import { RemoveComment } from './use-cases/feedback/remove-comment.js';
import { ModelFeedback } from './use-cases/feedback/model-feedback.js';
import { AddComment } from './use-cases/feedback/add-comment.js';
import { SubmitReview } from './use-cases/feedback/submit-review.js';
import { DeleteReview } from './use-cases/feedback/delete-review.js';
import { CommentsGateway } from './api/feedback/comments.gateway.js';
import { talkLimits } from './api/feedback/contract-limits.js';
import { ModelCountBroadcaster } from './api/feedback/count-news.js';
import { ModelCounts } from './api/feedback/model-counts.js';
import { ModelSubscriptionGateway, OpenModels } from './api/feedback/open-models.js';
import { FeedbackPresenter } from './api/feedback/feedback-presenter.js';
import { FeedbackController } from './api/feedback/feedback.controller.js';
import { ModelVisibility } from './api/feedback/model-visibility.js';
import { FeedbackChannel } from './api/feedback/feedback-channel.js';
import { FeedbackAccountHandler } from './api/feedback/feedback-account-handler.js';
import { FeedbackBroadcaster } from './api/feedback/feedback-broadcaster.js';
import { FeedbackReactionsGateway, ReviewsGateway } from './api/feedback/talk.gateway.js';

/** What users say about models: stars, comments, emoji. */
export const talk = {
  controllers: [FeedbackController],
  providers: [
    { provide: HubComments, useClass: SqlHubComments },
    { provide: Reviews, useClass: SqlReviews },
    { provide: Reactions, useClass: SqlReactions },
    { provide: ModelCounters, useClass: SqlModelCounters },
    { provide: TalkLimits, useValue: talkLimits },
    ...[
      LockModel,
      LockFeedbackThread,
      SetReaction,
      ReactToModel,
      ReactToFeedback,
      SetReview,
      SubmitReview,
      DeleteReview,
      PageReviews,
    ],
    ...[AddComment, EditComment, RemoveComment, EraseComments, CompleteComments, PageComments, ModelFeedback],
    ...[DeleteUserFeedback, DeleteReactions, RecountModels, DeleteModelFeedback, ExportFeedback],
    ...[ReviewsGateway, FeedbackReactionsGateway, CommentsGateway, ModelSubscriptionGateway, OpenModels],
    ...[
      ModelCounts,
      ModelVisibility,
      FeedbackPresenter,
      FeedbackChannel,
      FeedbackBroadcaster,
      ModelCountBroadcaster,
      FeedbackAccountHandler,
    ],
  ],
  exports: [SetReview, ReactToModel, AddComment, ModelFeedback],
};
