import type { ModelView } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { useJamStore } from '../document/jam-store.js';
import { type ModelChange, modelChange } from '../document/model-change.js';

/** Chooses another model for the room, and keeps what that changed until it is read, undone, or outdated. */
export function useModelChange() {
  const [jam, models] = [useJamStore(), useModelsStore()];
  const last = shallowRef<(ModelChange & { readonly roomId: string | null }) | null>(null);
  /** Absent if no setting but the model changed, or another model was chosen since. */
  const note = computed(() => {
    const { value: change } = last;
    const isCurrent = change?.roomId === jam.roomId && change?.model === jam.settings.model;
    return isCurrent && change.changed.length + change.kept.length > 0 ? change : null;
  });

  function choose(next: ModelView): void {
    const former = models.list.find(({ id }) => id === jam.settings.model);
    if (former?.id === next.id) return;
    const change = modelChange(jam.settings, former, next);
    jam.touch('model');
    jam.change(change.values);
    last.value = { ...change, roomId: jam.roomId };
  }
  function undo(): void {
    if (last.value) jam.change(last.value.before);
    close();
  }
  function useRecommended(): void {
    if (last.value) jam.change(last.value.recommended);
    close();
  }
  const close = (): void => void (last.value = null);
  return { note, choose, undo, useRecommended, close };
}
