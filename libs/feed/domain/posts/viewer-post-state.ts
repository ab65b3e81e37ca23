/** Port: a viewer's collections. */
export abstract class ViewerPostState {
  /** The viewer's collections that contain the post. */
  abstract collectionsWith(postId: string, userId: string): Promise<string[]>;
}
