import type { PostPage, PostView } from '@visionary/contract';
import type { AddCacheTags } from '@visionary/platform/cache';

/** Posts as lists show them. */
export abstract class PostPresenter {
  /** In the order of the ids; those that are gone are left out. The number of queries is the same however many they are. */
  abstract byIds(ids: readonly string[], viewerId: string | null): Promise<Omit<PostPage, 'nextCursor'>>;
  /** As everybody sees them, for what is kept for all. @param shows is told what they show */
  abstract shared(ids: readonly string[], addCacheTags: AddCacheTags): Promise<PostView[]>;
  /** What whoever looks gave them. */
  abstract mine(ids: readonly string[], viewerId: string | null): Promise<PostPage['myReactions']>;
}
