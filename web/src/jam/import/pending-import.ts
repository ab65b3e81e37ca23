import type { PostDetail, TakeView } from '@visionary/contract';
import type { HubModelImport } from './hub-model-import.js';

/** What is on its way into a room: how an image of the feed or a take of mine was made, the words of one alone, or a model. */
export type ImportSource =
  | { readonly kind: 'post'; readonly detail: PostDetail }
  | { readonly kind: 'take'; readonly take: TakeView }
  | { readonly kind: 'words'; readonly takeId: string; readonly prompt: string; readonly negative: string }
  | HubModelImport;

let pendingImport: { readonly roomId: string; readonly source: ImportSource } | null = null;

/** What the room will be filled with once it is open. Another one takes its place. */
export const setPendingImport = (roomId: string, importSource: ImportSource): void =>
  void (pendingImport = { roomId, source: importSource });

/** Hands out what was brought to this room, once. */
export function consumePendingImport(roomId: string): ImportSource | null {
  const source = pendingImport?.roomId === roomId ? pendingImport.source : null;
  pendingImport = null;
  return source;
}

/** What it is called by: a title where it has one, and its words. */
export function importTitle(importSource: ImportSource): { readonly title: string; readonly prompt: string } {
  switch (importSource.kind) {
    case 'post':
      return importSource.detail.post;
    case 'take':
      return { title: '', prompt: importSource.take.prompt };
    case 'words':
      return { title: '', prompt: importSource.prompt };
    case 'hub':
      return { title: importSource.model.name, prompt: '' };
    default:
      return importSource satisfies never;
  }
}
