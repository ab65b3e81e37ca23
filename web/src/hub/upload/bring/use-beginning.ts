import { LIMITS, type TurnedAway } from '@visionary/contract';
import { shallowRef } from 'vue';
import { useDrafts } from '../drafts.store.js';
import { useUploads } from '../send/uploads.store.js';
import type { Brought } from './brought.js';
import { refusalAtDoor } from './fault-of.js';

/** Begins a draft with what was brought. Where nothing of it can be taken there is none, and it is said here why. */
export function useBeginning(modelId: () => string | undefined) {
  const [drafts, uploads] = [useDrafts(), useUploads()];
  const refused = shallowRef<readonly TurnedAway[]>([]);

  /** @returns the draft's id; null: nothing was taken. @throws Refused */
  async function begin(brought: readonly Brought[]): Promise<string | null> {
    refused.value = [];
    const away = await refusedOf(brought);
    if (away.length === brought.length) {
      refused.value = away;
      return null;
    }
    const [folder, model] = [brought[0]?.folder, modelId()];
    const { id } = await drafts.begin({ ...(model && { modelId: model }), ...(folder && { folder }) });
    // In this order: the rows are there when the page is.
    void uploads.bring(id, brought);
    return id;
  }
  return { refused, begin };
}

async function refusedOf(brought: readonly Brought[]): Promise<TurnedAway[]> {
  const looked = brought.map(async ({ path, file }) => {
    const refusal = await refusalAtDoor(path, file);
    return refusal ? [{ path: path.slice(0, LIMITS.modelPathLength), refusal }] : [];
  });
  return (await Promise.all(looked)).flat();
}
