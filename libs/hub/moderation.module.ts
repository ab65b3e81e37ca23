import { SqlHiddenFeedback } from './storage/moderation/sql-hidden-feedback.js';
import { ModeratedHubComments } from './use-cases/moderation/moderated-comments.js';
import { ModeratedModels } from './use-cases/moderation/moderated-models.js';
import { ModeratedReviews } from './use-cases/moderation/moderated-reviews.js';

/** Moderation of models, comments, and reviews. */
export const moderation = {
  controllers: [],
  providers: [SqlHiddenFeedback, ModeratedHubComments, ModeratedReviews, ModeratedModels],
  exports: [],
};
