import type { DraftView } from '@visionary/contract';
import type { Brought } from '../bring/brought.js';
import { inPlace, type Wanted } from '../bring/in-place.js';
import { isSameFile } from './fingerprints.js';
import { keyOf, type Transfer } from './transfer.js';
import type { Unbegun } from './unbegun.js';
import type { useUnbegun } from './use-unbegun.js';

export interface BringingHands {
  readonly unbegun: ReturnType<typeof useUnbegun>;
  draftOf(draftId: string): DraftView | undefined;
  of(key: string): Transfer | undefined;
  take(draftId: string, brought: Brought): Promise<void>;
}

/** Files that come in, and those that came to an earlier page and are waited for. */
export function makeBringing({ unbegun, draftOf, of, take }: BringingHands) {
  /** Those that earlier pages had in hand and nobody has begun since. */
  const leftOf = ({ id, files }: Pick<DraftView, 'id' | 'files'>): Unbegun[] =>
    unbegun
      .leftOf(id)
      .filter(({ path }) => !of(keyOf({ draftId: id, path })) && files.every((file) => file.path !== path));

  function wantedIn(draft: DraftView): Wanted[] {
    const halfHere = draft.files.filter(({ state }) => state === 'uploading');
    return [
      ...leftOf(draft).map(({ path, bytes, modified }) => ({
        path,
        isSame: (file: File) =>
          file.size === bytes && file.lastModified === modified && path.split('/').at(-1) === file.name,
      })),
      ...halfHere.map(({ id, path }) => ({ path, isSame: (file: File) => isSameFile(id, { path, file }) })),
    ];
  }
  /** Each by itself: what cannot be taken says so and keeps nobody else. */
  async function bring(draftId: string, given: readonly Brought[]): Promise<void> {
    const draft = draftOf(draftId);
    const brought = draft ? inPlace(given, wantedIn(draft)) : given;
    unbegun.note(draftId, brought);
    await Promise.all(brought.map((one) => take(draftId, one)));
    // Refused at the door, or here already.
    const settled = brought.filter(({ path }) => of(keyOf({ draftId, path }))?.state !== 'waiting');
    unbegun.drop(
      draftId,
      settled.map(({ path }) => path),
    );
  }
  return { bring, leftOf };
}
