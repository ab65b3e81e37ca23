/** An emoji somebody gave to a post. */
export interface PostReaction {
  readonly postId: string;
  readonly personId: string;
  readonly emoji: string;
  readonly at: number;
}

/** Port: who gave which emoji to a picture, with how often each was given. Changes inside a unit of work that holds the post. */
export abstract class PostReactions {
  /** One that this person has not given. @returns whether nobody had given this emoji to the post */
  abstract give(reaction: PostReaction): Promise<boolean>;
  /** What one person gave to a post, the first first. */
  abstract by(personId: string, postId: string): Promise<PostReaction[]>;
  /** How many different emoji a post has. */
  abstract kindsOf(postId: string): Promise<ReadonlySet<string>>;
  /** Whose reactions since its author hears of: how many people, and the last of them, the last first. */
  abstract givers(postId: string, since: number, authorId: string, limit: number): Promise<Givers>;
  /** A page of what somebody gave, by post and emoji. */
  abstract givenBy(
    personId: string,
    after: Pick<PostReaction, 'postId' | 'emoji'>,
    limit: number,
  ): Promise<PostReaction[]>;
  /** Posts to which somebody gave something. */
  abstract postsOf(personId: string): Promise<string[]>;
  /** These are gone, and counted no more. */
  abstract forget(reactions: readonly PostReaction[]): Promise<void>;
}

export interface Givers {
  readonly count: number;
  readonly ids: readonly string[];
}

/** Port: how much is said and felt about posts, where many move at once. */
export abstract class PostTallies {
  /** By so many fewer, with `hot`; posts that are gone stay so. */
  abstract lower(fewer: ReadonlyMap<string, { readonly likes: number; readonly comments: number }>): Promise<void>;
}
