import type { InitImage, ImageRef, Settings } from '@visionary/contract';
import { computed, shallowRef } from 'vue';
import { useModelsStore } from '../../../generation/index.js';
import { uploadRoomImage } from '../../../shared/api/index.js';
import { toast } from '../../../shared/ui/index.js';
import { useJamStore } from '../../document/jam-store.js';
import { closestSize } from '../../document/shared-settings.js';
import { useSettingUploads } from '../setting-uploads.js';
import { DEFAULT_STRENGTH, withMask, withoutMask } from './mask-strength.js';
import { t } from '../../../shared/i18n/index.js';

interface Shape {
  readonly width: number;
  readonly height: number;
}

/** The size that this page gave the room with an init image, and the one before. It goes when the image is removed. */
const given = shallowRef<{ readonly roomId: string | null; readonly size: Shape; readonly before: Shape } | null>(null);

/** The init image of the room, in the shared settings. */
export function useInitImage() {
  const [jam, models, uploads] = [useJamStore(), useModelsStore(), useSettingUploads()];
  /** The init image or its mask is being uploaded. */
  const busy = computed(() => uploads.isPending('init'));
  const isSize = ({ width, height }: Shape): boolean => jam.settings.width === width && jam.settings.height === height;

  const givenHere = () => (given.value?.roomId === jam.roomId ? given.value : null);

  /** Sets the init image and its size as one undo step. Removes a mask of another image. */
  function start(image: ImageRef, shape: Shape): void {
    const model = models.list.find(({ id }) => id === jam.settings.model);
    const { init } = jam.settings;
    const strength = init ? withoutMask(init).strength : DEFAULT_STRENGTH;
    const size = closestSize(shape, model);
    const { width, height } = jam.settings;
    const last = givenHere();
    given.value = { roomId: jam.roomId, size, before: last && isSize(last.size) ? last.before : { width, height } };
    jam.touch('init');
    jam.applyPatch({ settings: { init: { image, strength }, ...size }, origin: null });
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({ text: t('jam.start.started'), kind: 'good', action: undo });
  }

  const importFile = (file: Blob): Promise<void> =>
    uploads.run('init', async (roomId) => {
      const { id, width, height } = await uploadRoomImage(roomId, file);
      return () => start({ uploadId: id }, { width, height });
    });

  /** The size that the image replaced. Another page, or this one before a reload, knows only that no model offers its size. */
  function sizeWithout(): Shape | undefined {
    const here = givenHere();
    // Another size was chosen since.
    if (here) return isSize(here.size) ? here.before : undefined;
    const { sizes = [] } = models.list.find(({ id }) => id === jam.settings.model) ?? {};
    return sizes.some(isSize) ? undefined : sizes[0];
  }

  /** The change of the settings that removes the init image. */
  const without = (): Partial<Settings> => ({ init: undefined, ...sizeWithout() });

  function change(init: InitImage | undefined): void {
    jam.touch('init');
    jam.change(init ? { init } : without());
  }

  const paint = (mask: Blob | null): Promise<void> =>
    uploads.run('init', async (roomId) => {
      const uploaded = mask && (await uploadRoomImage(roomId, mask));
      return () => {
        const { init } = jam.settings;
        if (!init) return;
        jam.touch('init');
        const changed = uploaded ? withMask(init, { uploadId: uploaded.id }) : withoutMask(init);
        jam.applyPatch({ settings: { init: changed } });
      };
    });

  return { busy, start, importFile, change, without, paint };
}
