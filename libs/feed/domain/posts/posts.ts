import type { NewPost, Parameters, ImageOfTake, Post, PostText, UsedLora } from './post.js';

export interface PostFilters {
  readonly tag?: string | undefined;
  readonly model?: string | undefined;
  readonly lora?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly authorId?: string | undefined;
  /** Nothing but what is for everybody. */
  readonly forEverybody?: boolean | undefined;
}

export type PostTextChanges = Partial<PostText & Pick<Post, 'mentionIds' | 'atLeast'>>;

/** Port: posts in the database. */
export abstract class Posts {
  /** With its tags and users. Inside a unit of work. @throws a unique violation where the command or the image is there */
  abstract add(post: NewPost): Promise<void>;
  abstract byId(id: string): Promise<Post | null>;
  /** In no particular order; ids that are no posts (any more) are left out. One query. */
  abstract byIds(ids: readonly string[]): Promise<Post[]>;
  abstract byCommand(authorId: string, clientId: string): Promise<Post | null>;
  abstract ofImage(take: ImageOfTake): Promise<Post | null>;
  /** Of an image that this user brought. */
  abstract ofUpload(authorId: string, sha256: string): Promise<Post | null>;
  abstract parametersOf(id: string): Promise<Parameters | null>;
  /** LoRAs they were made with; those made without are missing. One query. */
  abstract lorasOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly UsedLora[]>>;
  /** Inside a unit of work: holds it until the end. */
  abstract hold(id: string): Promise<Post | null>;
  abstract change(id: string, changes: PostTextChanges, editedAt: number): Promise<void>;
  /** Inside a unit of work: with everything users gave them. */
  abstract remove(ids: readonly string[]): Promise<void>;
  /**
   * Counts reactions and comments, and keeps `hot` true. Inside a unit of work; whoever counts announces PostCountsChanged.
   * @returns false where the post is gone
   */
  abstract count(id: string, more: { readonly likes?: number; readonly comments?: number }): Promise<boolean>;
  /** How often each emoji was given, the most given first. */
  abstract emojisOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly EmojiCount[]>>;
  /** Of one author, in the order of their ids. */
  abstract by(authorId: string, afterId: string, limit: number): Promise<Post[]>;
  /** Somebody is gone: no page of theirs shows posts any more. */
  abstract forgetUser(userId: string): Promise<void>;
  /** Whether any post shows an image of this content. */
  abstract isShown(sha256: string): Promise<boolean>;
  /** Published images of these takes: the first of each. */
  abstract ofTakes(takeIds: readonly string[]): Promise<Post[]>;
  /** Posts made from any of these posts or takes, the newest first. */
  abstract madeFrom(postIds: readonly string[], takeIds: readonly string[], limit: number): Promise<Post[]>;
}

export interface EmojiCount {
  readonly emoji: string;
  readonly count: number;
}
