import { LIMITS, type Control } from '@visionary/contract';
import { shallowRef } from 'vue';
import { uploadRoomImage } from '../../../shared/api/index.js';
import { orToast } from '../../../shared/use-action.js';
import { useJamStore } from '../../document/jam-store.js';

/** The ControlNets of the room, in the shared settings. */
export function useControls() {
  const jam = useJamStore();
  /** An image is being uploaded. */
  const busy = shallowRef(false);

  /** Unused optional settings are absent, not empty. */
  function set(controls: readonly Control[]): void {
    jam.touch('controls');
    jam.change({ controls: controls.length > 0 ? [...controls] : undefined });
  }

  /** Uploads an image for a ControlNet, at full weight for all steps. */
  async function add(id: string, file: Blob): Promise<void> {
    const { roomId } = jam;
    if (!roomId || busy.value) return;
    busy.value = true;
    await orToast(async () => {
      const { id: uploadId } = await uploadRoomImage(roomId, file);
      const control: Control = { id, image: { uploadId }, weight: 1, start: 0, end: 1 };
      set([...(jam.settings.controls ?? []), control].slice(0, LIMITS.controls));
    });
    busy.value = false;
  }

  const replace = (at: number, control: Control): void =>
    set((jam.settings.controls ?? []).map((one, i) => (i === at ? control : one)));
  const remove = (at: number): void => set((jam.settings.controls ?? []).filter((_, i) => i !== at));

  return { busy, add, replace, remove };
}
