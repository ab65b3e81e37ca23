/** Rows of this slice's tables as JSON holds them; only who lifted them lays them back. */
export type LiftedRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Port: what those who moderate hide is lifted out of the tables whole, and laid back one day. Inside a unit of work. */
export abstract class LaidAside {
  /** A post with everything people gave it and said about it; nothing is changed. */
  abstract readPost(postId: string): Promise<LiftedRows>;
  /** What people who left since had given is not laid back. */
  abstract layPost(rows: LiftedRows): Promise<void>;
  abstract readComment(commentId: string): Promise<LiftedRows>;
  /** In its old place. @returns false where its post is gone, or what it stood beneath */
  abstract layComment(rows: LiftedRows): Promise<boolean>;
}
