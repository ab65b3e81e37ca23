import type { ImageOfTake, NewPost, Parameters, Post, PostText, UsedLora } from './post.js';

export interface PostFilters {
  readonly tag?: string | undefined;
  readonly model?: string | undefined;
  readonly lora?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly authorId?: string | undefined;
  /** Only content rated for everyone. */
  readonly forEverybody?: boolean | undefined;
}

export type PostChanges = Partial<PostText & Pick<Post, 'mentionIds' | 'atLeast'>>;

/** Port: posts. */
export abstract class Posts {
  /** With tags and participants. Runs inside a transaction. @throws a unique violation for a known command or image */
  abstract add(post: NewPost): Promise<void>;
  abstract byId(id: string): Promise<Post | null>;
  /** In no particular order, without missing ids. One query. */
  abstract byIds(ids: readonly string[]): Promise<Post[]>;
  abstract byCommand(authorId: string, clientId: string): Promise<Post | null>;
  abstract ofImage(take: ImageOfTake): Promise<Post | null>;
  /** A post of an image that the author uploaded. */
  abstract ofUpload(authorId: string, sha256: string): Promise<Post | null>;
  abstract parametersOf(id: string): Promise<Parameters | null>;
  /** LoRAs by post. Posts without LoRAs are absent. One query. */
  abstract lorasOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly UsedLora[]>>;
  /** Those of them that a moderator hid. No other method reads these. */
  abstract hidden(ids: readonly string[]): Promise<Post[]>;
  /** Inside a transaction. The post keeps its reactions, comments, and positions in collections. */
  abstract hide(id: string, at: number): Promise<void>;
  abstract restore(id: string): Promise<void>;
  /** Locks the row until the end of the transaction. */
  abstract hold(id: string): Promise<Post | null>;
  abstract change(id: string, changes: PostChanges, editedAt: number): Promise<void>;
  /** Deletes posts with their collection entries. Runs inside a transaction. */
  abstract remove(ids: readonly string[]): Promise<void>;
  /**
   * Adds to the counters of posts and updates `hot`. Skips deleted posts. Runs inside a transaction that publishes
   * PostCountsChanged.
   */
  abstract count(
    changes: ReadonlyMap<string, { readonly reactions?: number; readonly comments?: number }>,
  ): Promise<void>;
  /** An author's posts in the order of ids. */
  abstract by(authorId: string, afterId: string, limit: number, which?: 'visible' | 'all'): Promise<Post[]>;
  /** Removes a user from the participants that list posts on user pages. */
  abstract removeParticipant(userId: string): Promise<void>;
  /** Whether a post shows an image with this content. */
  abstract isShown(sha256: string): Promise<boolean>;
  /** The post of the first published image of each take. */
  abstract ofTakes(takeIds: readonly string[]): Promise<Post[]>;
  /** Posts made from any of these posts or takes, newest first. */
  abstract madeFrom(postIds: readonly string[], takeIds: readonly string[], limit: number): Promise<Post[]>;
}
