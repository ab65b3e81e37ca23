import { computed, shallowRef, watch } from 'vue';
import { isOver, type PromptPair, useTakesStore } from '../../generation/index.js';
import { errorText, t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useJamStore } from '../document/jam-store.js';
import { useBlockedTermsStore } from '../editor/blocked-terms-store.js';
import { steerButtonState } from './steer-button-state.js';

interface Sent extends PromptPair {
  readonly takeId: string;
  /** The number of steers of the take at that time. */
  readonly known: number;
}

/** State and action of the Steer button: what would change in the rendering take, and sending it. */
export function useSteerButton(connected: () => boolean) {
  const [jam, takes, blockedTerms] = [useJamStore(), useTakesStore(), useBlockedTermsStore()];
  const sent = shallowRef<Sent | null>(null);
  const running = computed(() => takes.takes.list.find(({ status }) => status === 'rendering'));
  const state = computed(() => {
    const take = running.value;
    if (!take) return null;
    const far = takes.progress.get(take.id);
    return steerButtonState({
      take,
      ...{ step: far?.step ?? 0, steps: far?.steps ?? take.settings.steps },
      isLastImage: far === undefined || far.imageIndex + 1 >= far.images,
      prompt: { prompt: jam.prompt, negative: jam.negative },
      sent: sent.value?.takeId === take.id ? sent.value : null,
      connected: connected(),
      isRejectedByServer: blockedTerms.blocked.length > 0,
    });
  });

  /** A steer is confirmed by the room log; a take that ends first never receives it. */
  watch(
    () => takes.takes.list.find(({ id }) => id === sent.value?.takeId),
    (take) => {
      const current = sent.value;
      if (!current || !take) return;
      const came = (take.steers ?? []).slice(current.known).some(({ prompt, negative }) => {
        return prompt === current.prompt && negative === current.negative;
      });
      if (!came && !isOver(take)) return;
      sent.value = null;
      if (!came) toast({ text: t('jam.steer.tooLate', { number: take.number }), kind: 'bad' });
    },
  );

  async function press(): Promise<void> {
    const take = running.value;
    if (!take || !state.value) return;
    if (!state.value.can) return toast({ text: t(`jam.steer.disabled.${state.value.reason}`) });
    const prompt = { prompt: jam.prompt, negative: jam.negative };
    sent.value = { ...prompt, takeId: take.id, known: take.steers?.length ?? 0 };
    try {
      await takes.steer(take.id, prompt);
    } catch (error) {
      sent.value = null;
      toast({ text: errorText(error), kind: 'bad' });
    }
  }
  return { state, press };
}
