/** A post on a user's page. */
export interface PostOfUser {
  readonly at: number;
  readonly postId: string;
}

export interface ProfileCounts {
  readonly posts: number;
  /** Public rooms that the user is a member of. */
  readonly rooms: number;
  /** Shared ones. */
  readonly collections: number;
  /** Models and LoRAs that the user made. */
  readonly models: number;
  readonly followers: number;
  readonly following: number;
  readonly isSample: boolean;
}
