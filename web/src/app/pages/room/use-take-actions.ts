import type { TakeView } from '@visionary/contract';
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

interface RoomPanels {
  readonly showChat: () => void;
  /** On phones the chat leaves the canvas a strip. */
  readonly showCanvas: () => void;
}

/** Provides what a room does with its takes. */
export function provideTakeActions(roomId: string, { showChat, showCanvas }: RoomPanels): void {
  const router = useRouter();
  const jam = useJamStore();
  const takes = useTakesStore();
  const published = usePublishedTakesStore();
  const here = useOpenTake();
  const roomOf = (take: TakeView) => ({
    ...{ name: 'room', params: { roomId: take.roomId }, query: { take: take.number } },
  });
  const { start } = useInitImage();
  const { addForModel } = useControls();

  provide(TAKE_ACTIONS, {
    show(take) {
      if (take.roomId !== roomId) return void router.push(roomOf(take));
      showCanvas();
      void here.show(take);
    },
    open(take) {
      if (take.roomId === roomId) void here.open(take);
      else void router.push(roomOf(take));
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
