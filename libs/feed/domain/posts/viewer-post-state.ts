/** Port: a viewer's reactions to posts, and their collections. */
export abstract class ViewerPostState {
  /** Emoji by post, oldest first. One query. */
  abstract reactionsTo(postIds: readonly string[], userId: string): Promise<ReadonlyMap<string, string[]>>;
  /** The viewer's collections that contain the post. */
  abstract collectionsWith(postId: string, userId: string): Promise<string[]>;
}
