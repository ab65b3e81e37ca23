import { SaidAside } from './domain/moderation/said-aside.js';
import { SqlSaidAside } from './storage/moderation/sql-said-aside.js';
import { HubTalk } from './usecases/moderation/hub-talk.js';
import { ModeratedHubComments } from './usecases/moderation/moderated-comments.js';
import { ModeratedModels } from './usecases/moderation/moderated-models.js';
import { ModeratedReviews } from './usecases/moderation/moderated-reviews.js';

/** Models and what is said about them, for those who moderate. */
export const moderation = {
  controllers: [],
  providers: [
    { provide: SaidAside, useClass: SqlSaidAside },
    ...[HubTalk, ModeratedHubComments, ModeratedReviews, ModeratedModels],
  ],
  exports: [],
};
