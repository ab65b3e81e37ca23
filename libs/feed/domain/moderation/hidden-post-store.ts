/** Rows of this slice's tables as JSON holds them; only who lifted them lays them back. */
export type RowSnapshot = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Port: what those who moderate hide is lifted out of the tables whole, and laid back one day. Inside a unit of work. */
export abstract class HiddenPostStore {
  /** A post with everything users gave it and said about it; nothing is changed. */
  abstract snapshotPost(postId: string): Promise<RowSnapshot>;
  /** What users who left since had given is not laid back. */
  abstract restorePost(rows: RowSnapshot): Promise<void>;
  abstract readComment(commentId: string): Promise<RowSnapshot>;
  /** In its old place. @returns false where its post is gone, or what it stood beneath */
  abstract restoreComment(rows: RowSnapshot): Promise<boolean>;
}
