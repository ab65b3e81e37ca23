/** The contract's limits, as far as posts know them. */
export abstract class PostLimits {
  abstract readonly postsPerPage: number;
  abstract readonly newerPosts: number;
  abstract readonly peoplePerPost: number;
  abstract readonly mentionsPerPost: number;
  abstract readonly uploadsPerPerson: number;
  abstract readonly treeOrigins: number;
  abstract readonly treeDescendants: number;
}
