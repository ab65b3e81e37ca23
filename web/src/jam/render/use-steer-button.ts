import { computed, shallowRef, watch } from 'vue';
import { isOver, type PromptPair, useTakesStore } from '../../generation/index.js';
import { useRoomStore } from '../../rooms/index.js';
import { errorText, t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useJamStore } from '../document/jam-store.js';
import { useBlockedTermsStore } from '../editor/blocked-terms-store.js';
import { steerButtonState } from './steer-button-state.js';
import { useSeparateTakes } from './use-separate-takes.js';

interface SentSteer extends PromptPair {
  readonly takeId: string;
  /** The number of steers of the take at that time. */
  readonly steerCount: number;
}

/** State and action of the Steer button: what would change in the rendering take, and sending it. */
export function useSteerButton() {
  const [jam, takes, terms, room] = [useJamStore(), useTakesStore(), useBlockedTermsStore(), useRoomStore()];
  const shared = computed(() => ({ prompt: jam.prompt, negative: jam.negative }));
  const separate = useSeparateTakes(() => shared.value);
  const pendingSteer = shallowRef<SentSteer | null>(null);
  const running = computed(() => takes.takes.list.find(({ status }) => status === 'rendering'));
  const state = computed(() => {
    const take = running.value;
    if (!take) return null;
    const progress = takes.progress.get(take.id);
    return steerButtonState({
      take,
      ...{ step: progress?.step ?? 0, steps: progress?.steps ?? take.settings.steps },
      isLastImage: progress === undefined || progress.imageIndex + 1 >= progress.images,
      prompt: shared.value,
      promptAtStart: separate.value.get(take.id) ?? null,
      pendingSteer: pendingSteer.value?.takeId === take.id ? pendingSteer.value : null,
      connected: room.connectionState !== 'cut',
      isRejectedByServer: terms.blocked.length > 0,
    });
  });

  /** A steer is confirmed by the room log; a take that ends first never receives it. */
  watch(
    () => takes.takes.list.find(({ id }) => id === pendingSteer.value?.takeId),
    (take) => {
      const current = pendingSteer.value;
      if (!current || !take) return;
      const isApplied = (take.steers ?? []).slice(current.steerCount).some(({ prompt, negative }) => {
        return prompt === current.prompt && negative === current.negative;
      });
      if (!isApplied && !isOver(take)) return;
      pendingSteer.value = null;
      if (!isApplied) toast({ text: t('jam.steer.tooLate', { number: take.number }), kind: 'bad' });
    },
  );

  async function press(): Promise<void> {
    const take = running.value;
    if (!take || !state.value) return;
    if (!state.value.can) return toast({ text: t(`jam.steer.disabled.${state.value.reason}`) });
    const prompt = shared.value;
    pendingSteer.value = { ...prompt, takeId: take.id, steerCount: take.steers?.length ?? 0 };
    try {
      await takes.steer(take.id, prompt);
    } catch (error) {
      pendingSteer.value = null;
      toast({ text: errorText(error), kind: 'bad' });
    }
  }
  return { state, press };
}
