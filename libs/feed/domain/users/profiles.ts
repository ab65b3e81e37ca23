/** A post on somebody's page. */
export interface PostOfUser {
  readonly at: number;
  readonly postId: string;
}

export interface ProfileCounts {
  readonly posts: number;
  /** Public ones they belong to. */
  readonly rooms: number;
  /** Shared ones. */
  readonly collections: number;
  /** Models and LoRAs they made. */
  readonly models: number;
  readonly followers: number;
  readonly following: number;
  readonly isSample: boolean;
}

/** Port: what a user's page shows of them. */
export abstract class Profiles {
  /** One query. @param forEverybody whoever asks sees no other images */
  abstract facts(userId: string, forEverybody: boolean): Promise<ProfileCounts>;
  /** What they published and took part in, the newest first. */
  abstract posts(
    userId: string,
    after: PostOfUser | null,
    wanted: { readonly limit: number; readonly forEverybody: boolean },
  ): Promise<PostOfUser[]>;
}
