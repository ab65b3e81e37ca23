import { HiddenPostsRepository } from './storage/moderation/hidden-posts.repository.js';
import { ModeratedPosts } from './use-cases/moderation/moderated-posts.js';

/** Posts as subjects of moderation. */
export const moderation = {
  controllers: [],
  providers: [HiddenPostsRepository, ModeratedPosts],
};
