import { ModeratedPosts } from './use-cases/moderation/moderated-posts.js';

/** Posts as subjects of moderation. */
export const moderation = {
  controllers: [],
  providers: [ModeratedPosts],
};
