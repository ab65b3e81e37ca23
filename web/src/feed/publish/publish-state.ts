import type { UserView, PostView, TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** What is being published or edited: an image of a take, a file, or a post of mine. */
export type PublishSource =
  | { readonly kind: 'take'; readonly take: TakeView; readonly index: number; readonly clientId: string }
  | { readonly kind: 'file'; readonly file: File; readonly clientId: string }
  | { readonly kind: 'post'; readonly post: PostView };

const now = shallowRef<PublishSource | null>(null);
const going = shallowRef<PostView | null>(null);

/** Shown by the one dialog of the page. */
export const publishing = shallowReadonly(now);
export const openPublishDialog = (what: PublishSource | null): void => void (now.value = what);

/** The post whose deletion is being confirmed. */
export const postToDelete = shallowReadonly(going);
export const openDeleteDialog = (post: PostView | null): void => void (going.value = post);

/** All contributors of a take, renderer first. */
export function contributorsOf({ author, promptAuthors, steers = [], stoppedAt }: TakeView): UserView[] {
  const all = [author, ...promptAuthors, ...steers.map(({ by }) => by), ...(stoppedAt ? [stoppedAt.by] : [])];
  return [...new Map(all.map((user) => [user.id, user])).values()];
}
