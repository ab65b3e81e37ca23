import { LaidAside } from './domain/moderation/laid-aside.js';
import { SqlLaidAside } from './storage/moderation/sql-laid-aside.js';
import { CommentsAndPosts } from './usecases/moderation/comments-and-posts.js';
import { ModeratedComments } from './usecases/moderation/moderated-comments.js';
import { ModeratedPosts } from './usecases/moderation/moderated-posts.js';
import { PostSurroundings } from './usecases/moderation/post-surroundings.js';

/** Pictures and what is said about them, for those who moderate. */
export const moderation = {
  controllers: [],
  providers: [
    { provide: LaidAside, useClass: SqlLaidAside },
    ...[PostSurroundings, ModeratedPosts, CommentsAndPosts, ModeratedComments],
  ],
};
