import { HiddenPostStore } from './domain/moderation/hidden-post-store.js';
import { SqlHiddenPostStore } from './storage/moderation/sql-hidden-post-store.js';
import { CommentsAndPosts } from './use-cases/moderation/comments-and-posts.js';
import { ModeratedComments } from './use-cases/moderation/moderated-comments.js';
import { ModeratedPosts } from './use-cases/moderation/moderated-posts.js';
import { PostSurroundings } from './use-cases/moderation/post-surroundings.js';

/** Images and what is said about them, for those who moderate. */
export const moderation = {
  controllers: [],
  providers: [
    { provide: HiddenPostStore, useClass: SqlHiddenPostStore },
    ...[PostSurroundings, ModeratedPosts, CommentsAndPosts, ModeratedComments],
  ],
};
