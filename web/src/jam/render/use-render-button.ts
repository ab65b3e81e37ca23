import { computed, shallowRef, watch } from 'vue';
import { useModelsStore, useTakesStore } from '../../generation/index.js';
import { renderButtonState, type RenderButtonInput } from './render-button-state.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useNow } from '../../shared/use-now.js';
import { useJamStore } from '../document/jam-store.js';
import { useChosenModels } from '../settings/use-chosen-models.js';
import { useBlockedTermsStore } from '../editor/blocked-terms-store.js';

/** The room state that rendering depends on. */
export type RenderContext = Pick<RenderButtonInput, 'signedIn' | 'mayWrite' | 'connection'>;

/** State and action of the Render button. */
export function useRenderButton(rights: () => RenderContext, requirePrompt: () => void) {
  const [jam, takes, models, text] = [useJamStore(), useTakesStore(), useModelsStore(), useBlockedTermsStore()];
  const { unavailableModel, unavailableLora } = useChosenModels();
  const rejection = shallowRef<Rejection | null>(null);
  const now = useNow(1_000);
  const lineEnd = computed(() => ({ ...takes.queueTail, receivedAt: Date.now() }));
  /** The rendering take of this room, step by step. */
  const msLeft = () => {
    const running = takes.takes.list.find(({ status }) => status === 'rendering');
    const progress = running && takes.progress.get(running.id);
    return progress && progress.step > 0 ? progress.msLeft : undefined;
  };
  /** The server sends the queue tail when it moves. Between updates the estimate counts down. */
  const msToStart = () => {
    const queueTail = lineEnd.value;
    if (queueTail.takesAhead === 1 && queueTail.msToStart !== 0) {
      const left = msLeft();
      if (left !== undefined) return left;
    }
    return queueTail.msToStart === undefined
      ? undefined
      : Math.max(0, queueTail.msToStart - Math.max(0, now.value - queueTail.receivedAt));
  };
  const state = computed(() =>
    renderButtonState({
      ...rights(),
      modelKnown: models.list.some(({ id }) => id === jam.settings.model),
      isModelQuarantined: models.list.some(({ id, quarantined }) => id === jam.settings.model && quarantined),
      ...{ unavailableModel: unavailableModel.value, unavailableLora: unavailableLora.value },
      prompt: jam.prompt,
      negative: jam.negative,
      rejectedText: text.rejectedText,
      queueTail: { takesAhead: lineEnd.value.takesAhead, msToStart: msToStart() },
    }),
  );
  // A rejection for one prompt does not apply to another.
  watch([() => jam.prompt, () => jam.negative, () => jam.settings], () => (rejection.value = null));

  async function press(): Promise<void> {
    const present = state.value;
    if (!present.can) {
      if (present.reason === 'empty' || present.reason === 'tooLong' || present.reason === 'blockedTerms') {
        requirePrompt();
      }
      return;
    }
    rejection.value = null;
    try {
      const { prompt, negative, settings, origin } = jam;
      await takes.render({ prompt, negative, settings, ...(origin ? { origin } : {}) });
    } catch (error) {
      rejection.value = toRejection(error);
    }
  }
  return { state, rejection, press };
}
