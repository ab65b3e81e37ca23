import { LIMITS } from '@visionary/contract';
import type { PostLimits } from '../../domain/posts/limits.js';

/** The contract's limits as this slice's rules want them. */
export const postLimits: PostLimits = {
  postsPerPage: LIMITS.postsPerPage,
  newerPosts: LIMITS.newPostCountCap,
  usersPerPost: LIMITS.usersPerPost,
  mentionsPerPost: LIMITS.mentionsPerMessage,
  uploadsPerUser: LIMITS.postUploadsPerUser,
  treeOrigins: LIMITS.lineageAncestors,
  treeDescendants: LIMITS.lineageDescendants,
};
