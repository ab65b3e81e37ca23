/** Said about a model. Times in ms since 1970. */
export interface StoredComment {
  readonly id: string;
  readonly modelId: string;
  /** The comment it stands beneath; those beneath it have none of their own. */
  readonly parentId: string | null;
  readonly authorId: string;
  readonly clientId: string;
  /** Empty when it was removed. */
  readonly text: string;
  /** Those whom the text calls and who could be told. */
  readonly mentionIds: readonly string[];
  readonly at: number;
  readonly editedAt: number | null;
  readonly removed: { readonly byId: string; readonly at: number } | null;
  /** How many stand beneath it. */
  readonly replies: number;
}

/** Where a page goes on: after what was said at that moment, with that id. */
export interface FeedbackCursor {
  readonly at: number;
  readonly id: string;
}

export interface Thread {
  readonly modelId: string;
  readonly parentId: string | null;
  /** Null for a visitor. */
  readonly viewerId: string | null;
}

/** Counts by comment, then by viewer. */
export type Unheard = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Port: what was said about models. A viewer sees nothing of users whom they have blocked or who have blocked them. */
export abstract class HubComments {
  abstract add(comment: StoredComment): Promise<void>;
  abstract byId(id: string): Promise<StoredComment | null>;
  /** In no particular order; ids of none are left out. */
  abstract byIds(ids: readonly string[]): Promise<StoredComment[]>;
  abstract byCommand(authorId: string, clientId: string): Promise<StoredComment | null>;
  /** Those of a model that stand beneath none, or beneath this one: the oldest first. */
  abstract page(thread: Thread, after: FeedbackCursor | null, limit: number): Promise<StoredComment[]>;
  /** The last said, whatever they stand beneath, the newest first; none that was removed. */
  abstract lastOf(about: Omit<Thread, 'parentId'>, limit: number): Promise<StoredComment[]>;
  /** The first few beneath each of these: one query, the oldest first. */
  abstract repliesTo(
    parentIds: readonly string[],
    thread: Omit<Thread, 'parentId'>,
    each: number,
  ): Promise<StoredComment[]>;
  /** Beneath each of these, how many this or that viewer does not get to see: one query. Who sees all stands nowhere. */
  abstract unheard(modelId: string, parentIds: readonly string[], viewerIds: readonly string[]): Promise<Unheard>;
  abstract edit(id: string, text: string, mentionIds: readonly string[], at: number): Promise<void>;
  /** Empties them; that they were there stays. */
  abstract empty(ids: readonly string[], byId: string, at: number): Promise<void>;
  abstract remove(ids: readonly string[]): Promise<void>;
  /** How many stand beneath each of these is counted anew. */
  abstract recountReplies(ids: readonly string[]): Promise<void>;
  /** Of these, traces beneath which nothing stands any more. */
  abstract bareTraces(ids: readonly string[]): Promise<StoredComment[]>;
  /** What somebody said, by id, after the last one that was read. */
  abstract saidBy(authorId: string, afterId: string, limit: number): Promise<StoredComment[]>;
  /** Ids of some that were said about a model. */
  abstract someOf(modelId: string, limit: number): Promise<string[]>;
}

/** A user as others see them. */
export interface Speaker {
  readonly id: string;
  /** Empty once their account is gone. */
  readonly name: string;
  readonly image?: string;
}

/** A comment as it is shown. Of one that was removed nothing is left but its place, its author and the trace. */
export interface Comment {
  readonly id: string;
  readonly modelId: string;
  readonly parentId: string | null;
  readonly clientId: string;
  readonly author: Speaker;
  readonly text: string;
  readonly mentions: readonly Speaker[];
  readonly at: number;
  readonly editedAt?: number;
  readonly deleted?: { readonly by: Speaker; readonly at: number };
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[];
  readonly replyCount: number;
}
