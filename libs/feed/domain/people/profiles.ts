/** A post on somebody's page. */
export interface PostOfPerson {
  readonly at: number;
  readonly postId: string;
}

export interface ProfileFacts {
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

/** Port: what a person's page shows of them. */
export abstract class Profiles {
  /** One query. @param forEverybody whoever asks sees no other pictures */
  abstract facts(personId: string, forEverybody: boolean): Promise<ProfileFacts>;
  /** What they published and took part in, the newest first. */
  abstract posts(
    personId: string,
    after: PostOfPerson | null,
    wanted: { readonly limit: number; readonly forEverybody: boolean },
  ): Promise<PostOfPerson[]>;
}
