import type { PersonView, PostView, TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** What a person is about to publish or to change: a picture of a take, a file, a post of theirs. */
export type Publishing =
  | { readonly kind: 'take'; readonly take: TakeView; readonly index: number; readonly clientId: string }
  | { readonly kind: 'file'; readonly file: File; readonly clientId: string }
  | { readonly kind: 'post'; readonly post: PostView };

const now = shallowRef<Publishing | null>(null);
const going = shallowRef<PostView | null>(null);

/** The one dialog of the page shows it. */
export const publishing = shallowReadonly(now);
export const begin = (what: Publishing | null): void => void (now.value = what);

/** The one that is asked about before it is taken out of the feed. */
export const removing = shallowReadonly(going);
export const askToRemove = (post: PostView | null): void => void (going.value = post);

/** Everybody a take tells of, whoever rendered it first. */
export function peopleIn({ author, writers, steers = [], stoppedAt }: TakeView): PersonView[] {
  const all = [author, ...writers, ...steers.map(({ by }) => by), ...(stoppedAt ? [stoppedAt.by] : [])];
  return [...new Map(all.map((person) => [person.id, person])).values()];
}
