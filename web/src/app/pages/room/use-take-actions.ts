import { provide } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { shareTake } from '../../../chat/take-cards/shared-take.js';
import { publishTake } from '../../../feed/publish/index.js';
import { usePublishedTakesStore } from '../../../generation/takes/published-takes-store.js';
import { TAKE_ACTIONS } from '../../../generation/takes/take-actions.js';
import { useOpenTake } from '../../../generation/takes/use-take-in-url.js';
import { useJamStore } from '../../../jam/document/jam-store.js';
import { completeSettings } from '../../../jam/document/shared-settings.js';
import { useInitImage } from '../../../jam/settings/init-image/use-init-image.js';
import { toast } from '../../../shared/ui/index.js';

/** Provides what a room does with its takes. */
export function provideTakeActions(roomId: string, showChat: () => void): void {
  const { t } = useI18n();
  const router = useRouter();
  const jam = useJamStore();
  const published = usePublishedTakesStore();
  const openHere = useOpenTake();
  const { start } = useInitImage();

  provide(TAKE_ACTIONS, {
    open(take) {
      if (take.roomId === roomId) void openHere(take);
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
    startFrom: ({ id }, image) => start({ takeId: id, index: image.index }, image),
    share(take, image) {
      showChat();
      shareTake(take, image);
    },
    publish: (take, image = published.nextUnpublished(take)?.index ?? 0) => publishTake(take, image),
  });
}
