import { SqlModelCounters } from './storage/feedback/sql-model-counters.js';
import { SqlReviews } from './storage/feedback/sql-reviews.js';
import { LockModel } from './use-cases/feedback/lock-model.js';
import { ModelFeedback } from './use-cases/feedback/model-feedback.js';
import { ModelNotifications } from './use-cases/feedback/model-notifications.js';
import { ReviewsService } from './use-cases/feedback/reviews.service.js';
import { FeedbackAccountHandler } from './use-cases/feedback/feedback-account-handler.js';
import { FeedbackBroadcaster } from './api/feedback/feedback-broadcaster.js';
import { FeedbackController } from './api/feedback/feedback.controller.js';
import { FeedbackGateway, OpenModels } from './api/feedback/feedback.gateway.js';
import { FeedbackPresenter } from './api/feedback/feedback-presenter.js';
import { ModelCounts } from './api/feedback/model-counts.js';
import { ModelSubject } from './api/feedback/model-subject.js';
import { ModelVisibility } from './api/feedback/model-visibility.js';

/** Reviews of models. */
export const feedback = {
  controllers: [FeedbackController],
  providers: [
    SqlReviews,
    SqlModelCounters,
    LockModel,
    ReviewsService,
    ModelFeedback,
    ModelNotifications,
    FeedbackGateway,
    OpenModels,
    FeedbackPresenter,
    FeedbackBroadcaster,
    ModelCounts,
    ModelSubject,
    ModelVisibility,
    FeedbackAccountHandler,
  ],
  exports: [ReviewsService, ModelFeedback],
};
