/** The contract's limits, as far as people's pages know them. */
export abstract class CommunityLimits {
  abstract readonly follows: number;
  abstract readonly peoplePerPage: number;
  abstract readonly postsPerPage: number;
  abstract readonly collectionsPerPerson: number;
  abstract readonly postsPerCollection: number;
  abstract readonly collectionCover: number;
}
