export interface PostViewRecord {
  readonly postId: string;
  readonly userId: string;
}
