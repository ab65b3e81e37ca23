/** The contract's limits, as far as posts know them. */
export abstract class PostLimits {
  abstract readonly postsPerPage: number;
  abstract readonly newerPosts: number;
  abstract readonly usersPerPost: number;
  abstract readonly mentionsPerPost: number;
  abstract readonly uploadsPerUser: number;
  abstract readonly treeOrigins: number;
  abstract readonly treeDescendants: number;
}
