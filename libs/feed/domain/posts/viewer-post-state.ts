/** Port: what somebody gave posts and keeps of them. */
export abstract class ViewerPostState {
  /** Emoji by post, the first given first; one query however many posts. */
  abstract reactionsTo(postIds: readonly string[], userId: string): Promise<ReadonlyMap<string, string[]>>;
  /** Collections of theirs that hold the post. */
  abstract collectionsWith(postId: string, userId: string): Promise<string[]>;
}
