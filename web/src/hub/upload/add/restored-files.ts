import type { DraftView } from '@visionary/contract';
import type { AddedFile } from './added-file.js';

/**
 * Adds a row for each file of drafts that no row has, and removes those whose draft is gone. Rows with a file belong to
 * this page and stay.
 */
export function withRestoredFiles(
  files: readonly AddedFile[],
  drafts: readonly DraftView[],
  newId: () => string,
): readonly AddedFile[] {
  const draftIds = new Set(drafts.map(({ id }) => id));
  const remaining = files.filter(
    ({ file, published, draftId }) => file || published || draftId === undefined || draftIds.has(draftId),
  );
  const known = new Set(remaining.map(({ draftId }) => draftId));
  const restored = drafts
    .filter(({ id, model, published }) => !model && !published && !known.has(id))
    // In the order in which they were added: ids are ordered by time.
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap((draft) => rowsOf(draft, newId));
  return restored.length === 0 && remaining.length === files.length ? files : [...remaining, ...restored];
}

/** The first file owns the draft. What a checkpoint lacks is beside it in its draft. */
function rowsOf({ id: draftId, recognizedFiles = [] }: DraftView, newId: () => string): AddedFile[] {
  const owner = recognizedFiles.find(({ recognized }) => recognized.kind === 'checkpoint') ?? recognizedFiles[0];
  const ownerId = newId();
  return recognizedFiles.map((one) => ({
    id: one === owner ? ownerId : newId(),
    name: one.path,
    bytes: one.bytes,
    state: 'recognized' as const,
    recognized: one.recognized,
    draftId,
    ...(one !== owner && { usedById: ownerId }),
  }));
}

/** Drafts whose page was closed between the last byte and the check. */
export function uncheckedDrafts(files: readonly AddedFile[], drafts: readonly DraftView[]): string[] {
  const restored = new Set(files.flatMap(({ file, draftId }) => (file || draftId === undefined ? [] : [draftId])));
  return drafts
    .filter(({ id, state, rejection, files: uploaded, recognizedFiles = [] }) => {
      const isWhole = recognizedFiles.every(({ path }) =>
        uploaded.some((file) => file.path === path && file.state === 'checked'),
      );
      return restored.has(id) && state === 'uploading' && !rejection && recognizedFiles.length > 0 && isWhole;
    })
    .map(({ id }) => id);
}
