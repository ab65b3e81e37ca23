import { ModeratedModels } from './use-cases/moderation/moderated-models.js';
import { ModeratedReviews } from './use-cases/moderation/moderated-reviews.js';

/** Moderation of models and reviews. */
export const moderation = {
  controllers: [],
  providers: [ModeratedReviews, ModeratedModels],
  exports: [],
};
