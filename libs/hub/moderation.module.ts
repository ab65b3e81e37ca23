import { HiddenFeedback } from './domain/moderation/hidden-feedback.js';
import { SqlHiddenFeedback } from './storage/moderation/sql-hidden-feedback.js';
import { FeedbackReader } from './use-cases/moderation/feedback-reader.js';
import { ModeratedHubComments } from './use-cases/moderation/moderated-comments.js';
import { ModeratedModels } from './use-cases/moderation/moderated-models.js';
import { ModeratedReviews } from './use-cases/moderation/moderated-reviews.js';

/** Models and what is said about them, for those who moderate. */
export const moderation = {
  controllers: [],
  providers: [
    { provide: HiddenFeedback, useClass: SqlHiddenFeedback },
    ...[FeedbackReader, ModeratedHubComments, ModeratedReviews, ModeratedModels],
  ],
  exports: [],
};
