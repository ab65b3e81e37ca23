import type { PostDetail, TakeView } from '@visionary/contract';
import type { FromHub } from '../../shared/from-hub.js';

/** What is on its way into a room: how a picture of the feed or a take of mine was made, the words of one alone, or a model. */
export type Brought =
  | { readonly kind: 'post'; readonly detail: PostDetail }
  | { readonly kind: 'take'; readonly take: TakeView }
  | { readonly kind: 'words'; readonly takeId: string; readonly prompt: string; readonly negative: string }
  | FromHub;

let onItsWay: { readonly roomId: string; readonly brought: Brought } | null = null;

/** What the room will be filled with once it is open. Another one takes its place. */
export const takeAlong = (roomId: string, brought: Brought): void => void (onItsWay = { roomId, brought });

/** Hands out what was brought to this room, once. */
export function unpack(roomId: string): Brought | null {
  const brought = onItsWay?.roomId === roomId ? onItsWay.brought : null;
  onItsWay = null;
  return brought;
}

/** What it is called by: a title where it has one, and its words. */
export function namedBy(brought: Brought): { readonly title: string; readonly prompt: string } {
  switch (brought.kind) {
    case 'post':
      return brought.detail.post;
    case 'take':
      return { title: '', prompt: brought.take.prompt };
    case 'words':
      return { title: '', prompt: brought.prompt };
    case 'hub':
      return { title: brought.model.name, prompt: '' };
    default:
      return brought satisfies never;
  }
}
