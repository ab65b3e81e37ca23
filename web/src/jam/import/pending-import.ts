import type { PostDetail, TakeView } from '@visionary/contract';
import type { HubModelImport } from './hub-model-import.js';

/** An import into a room: the generation data of a post or of my take, a prompt alone, or a model. */
export type ImportSource =
  | { readonly kind: 'post'; readonly detail: PostDetail }
  | { readonly kind: 'take'; readonly take: TakeView }
  | { readonly kind: 'prompts'; readonly takeId: string; readonly prompt: string; readonly negative: string }
  | HubModelImport;

let pendingImport: { readonly roomId: string; readonly source: ImportSource } | null = null;

/** The import that is applied when the room opens. A new one replaces it. */
export const setPendingImport = (roomId: string, importSource: ImportSource): void =>
  void (pendingImport = { roomId, source: importSource });

/** Returns the import for this room, once. */
export function consumePendingImport(roomId: string): ImportSource | null {
  const source = pendingImport?.roomId === roomId ? pendingImport.source : null;
  pendingImport = null;
  return source;
}

/** The name of the import: its title if it has one, else its prompt. */
export function importTitle(importSource: ImportSource): { readonly title: string; readonly prompt: string } {
  switch (importSource.kind) {
    case 'post':
      return importSource.detail.post;
    case 'take':
      return { title: '', prompt: importSource.take.prompt };
    case 'prompts':
      return { title: '', prompt: importSource.prompt };
    case 'hub':
      return { title: importSource.model.name, prompt: '' };
    default:
      return importSource satisfies never;
  }
}
