/** An emoji somebody gave to a post. */
export interface PostReaction {
  readonly postId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly at: number;
}

/** Port: who gave which emoji to an image, with how often each was given. Changes inside a unit of work that holds the post. */
export abstract class PostReactions {
  /** One that this user has not given. @returns whether nobody had given this emoji to the post */
  abstract give(reaction: PostReaction): Promise<boolean>;
  /** What one user gave to a post, the first first. */
  abstract by(userId: string, postId: string): Promise<PostReaction[]>;
  /** How many different emoji a post has. */
  abstract kindsOf(postId: string): Promise<ReadonlySet<string>>;
  /** Whose reactions since its author hears of: how many users, and the last of them, the last first. */
  abstract givers(postId: string, since: number, authorId: string, limit: number): Promise<Givers>;
  /** A page of what somebody gave, by post and emoji. */
  abstract givenBy(
    userId: string,
    after: Pick<PostReaction, 'postId' | 'emoji'>,
    limit: number,
  ): Promise<PostReaction[]>;
  /** Posts to which somebody gave something. */
  abstract postsOf(userId: string): Promise<string[]>;
  /** These are gone, and counted no more. */
  abstract forget(reactions: readonly PostReaction[]): Promise<void>;
}

export interface Givers {
  readonly count: number;
  readonly ids: readonly string[];
}

/** Port: how much is said and felt about posts, where many move at once. */
export abstract class PostCounters {
  /** By so many fewer, with `hot`; posts that are gone stay so. */
  abstract lower(fewer: ReadonlyMap<string, { readonly likes: number; readonly comments: number }>): Promise<void>;
}
