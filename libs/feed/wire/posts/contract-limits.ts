import { LIMITS } from '@visionary/contract';
import type { PostLimits } from '../../domain/posts/limits.js';

/** The contract's limits as this slice's rules want them. */
export const postLimits: PostLimits = {
  postsPerPage: LIMITS.postsPerPage,
  newerPosts: LIMITS.newerPosts,
  peoplePerPost: LIMITS.peoplePerPost,
  mentionsPerPost: LIMITS.mentionsPerMessage,
  uploadsPerPerson: LIMITS.postUploadsPerPerson,
  treeOrigins: LIMITS.treeOrigins,
  treeDescendants: LIMITS.treeDescendants,
};
