import { HiddenPostsRepository } from './storage/moderation/hidden-posts.repository.js';
import { ModeratedComments } from './use-cases/moderation/moderated-comments.js';
import { ModeratedPosts } from './use-cases/moderation/moderated-posts.js';

/** Posts and comments as subjects of moderation. */
export const moderation = {
  controllers: [],
  providers: [HiddenPostsRepository, ModeratedPosts, ModeratedComments],
};
