import { provide } from 'vue';
import { useRouter } from 'vue-router';
import { shareTake } from '../../../chat/index.js';
import { publishTake } from '../../../feed/index.js';
import { TAKE_ACTIONS, useOpenTake, usePublishedTakesStore, useTakesStore } from '../../../generation/index.js';
import {
  completeSettings,
  openUpscaleDialog,
  repeatTake,
  useControls,
  useInitImage,
  useJamStore,
} from '../../../jam/index.js';
import { toast } from '../../../shared/ui/index.js';
import { t } from '../../../shared/i18n/index.js';

/** Provides what a room does with its takes. */
export function provideTakeActions(roomId: string, showChat: () => void): void {
  const router = useRouter();
  const jam = useJamStore();
  const takes = useTakesStore();
  const published = usePublishedTakesStore();
  const openTakeHere = useOpenTake();
  const { start } = useInitImage();
  const { addForModel } = useControls();

  provide(TAKE_ACTIONS, {
    open(take) {
      if (take.roomId === roomId) void openTakeHere(take);
      else void router.push({ name: 'room', params: { roomId: take.roomId }, query: { take: take.number } });
    },
    /** One undo step, with a toast. */
    use({ id, number, prompt, negative, settings }, part) {
      jam.applyPatch({
        ...(part === 'settings' ? {} : { prompt, negative }),
        ...(part === 'prompt' ? {} : { settings: completeSettings(settings) }),
        origin: part === 'settings' ? null : { takeId: id },
      });
      const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
      toast({ text: t('generation.used', { number }), kind: 'good', action: undo });
    },
    useForControl: ({ id }, image) => void addForModel({ takeId: id, index: image.index }),
    upscale: openUpscaleDialog,
    repeat: (take) => void repeatTake(take, takes.repeat),
    startFrom: ({ id }, image) => start({ takeId: id, index: image.index }, image),
    share(take, image, isClip) {
      showChat();
      shareTake(take, image, isClip);
    },
    publish: (take, image = published.nextUnpublished(take)?.index ?? 0) => publishTake(take, image),
  });
}
