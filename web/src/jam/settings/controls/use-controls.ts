import { LIMITS, type Control, type ImageRef } from '@visionary/contract';
import { computed } from 'vue';
import { uploadRoomImage } from '../../../shared/api/index.js';
import { t } from '../../../shared/i18n/index.js';
import { toast } from '../../../shared/ui/index.js';
import { orToast } from '../../../shared/use-action.js';
import { useJamStore } from '../../document/jam-store.js';
import { useSettingUploads } from '../setting-uploads.js';
import { findAdditions } from '../use-addition-options.js';

/** The ControlNets of the room, in the shared settings. */
export function useControls() {
  const [jam, uploads] = [useJamStore(), useSettingUploads()];
  /** An image is being uploaded. */
  const busy = computed(() => uploads.isPending('controls'));
  const current = (): readonly Control[] => jam.settings.controls ?? [];

  /** Unused optional settings are absent, not empty. */
  function set(controls: readonly Control[]): void {
    jam.touch('controls');
    jam.change({ controls: controls.length > 0 ? [...controls] : undefined });
  }

  /** Adds a ControlNet, at full weight for all steps. */
  function add(id: string, image: ImageRef): void {
    set([...current(), { id, image, weight: 1, start: 0, end: 1 }].slice(0, LIMITS.controls));
  }

  /** Uploads an image for a ControlNet. */
  const addFile = (id: string, file: Blob): Promise<void> =>
    uploads.run('controls', async (roomId) => {
      const { id: uploadId } = await uploadRoomImage(roomId, file);
      return () => add(id, { uploadId });
    });

  /** Adds the first ControlNet that fits the model, or says why there is none. */
  const addForModel = (image: ImageRef): Promise<void> =>
    orToast(async () => {
      if (current().length >= LIMITS.controls) {
        return toast({ text: t('jam.controls.full', { max: LIMITS.controls }), kind: 'bad' });
      }
      const [net] = await findAdditions('controlnet', jam.settings.model);
      if (!net) return toast({ text: t('jam.controls.noneFits'), kind: 'bad' });
      add(net.id, image);
      const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
      toast({ text: t('jam.controls.added', { name: net.title }), kind: 'good', action: undo });
    });

  const replace = (at: number, control: Control): void => set(current().map((one, i) => (i === at ? control : one)));
  const remove = (at: number): void => set(current().filter((_, i) => i !== at));

  return { busy, add, addFile, addForModel, replace, remove };
}
