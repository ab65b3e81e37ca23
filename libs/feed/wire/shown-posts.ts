import type { PostPage } from '@visionary/contract';

/** Posts as lists show them. */
export abstract class ShownPosts {
  /** In the order of the ids; those that are gone are left out. The number of queries is the same however many they are. */
  abstract byIds(ids: readonly string[], viewerId: string | null): Promise<Omit<PostPage, 'nextCursor'>>;
}
