/** A user's ordered list of posts. */
export interface Collection {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly description: string;
  /** Visible to everyone, otherwise to the owner only. */
  readonly isShared: boolean;
  readonly createdAt: number;
  /** When its text or its posts last changed. */
  readonly changedAt: number;
}

export type CollectionAspects = Pick<Collection, 'title' | 'description' | 'isShared'>;

/** The position of a post in a collection: lowest first, ties by id. */
export interface CollectionPosition {
  readonly position: number;
  readonly postId: string;
}

/** `forEveryone`: only posts rated for everyone. */
export type PostVisibility = 'all' | 'forEveryone';
