/** The contract's limits, as far as users's pages know them. */
export abstract class CommunityLimits {
  abstract readonly follows: number;
  abstract readonly usersPerPage: number;
  abstract readonly postsPerPage: number;
  abstract readonly collectionsPerUser: number;
  abstract readonly postsPerCollection: number;
  abstract readonly collectionCover: number;
}
