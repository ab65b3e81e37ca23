import { computed, shallowRef, watch } from 'vue';
import { useModels } from '../generation/models-store.js';
import { renderOutlook, type OutlookSources } from '../generation/render-outlook.js';
import { useTakes } from '../generation/takes-store.js';
import { asRefused, type Refused } from '../shared/refused.js';
import { useNow } from '../shared/use-now.js';
import { useJam } from './jam-store.js';
import { useChosen } from './settings/use-chosen.js';
import { useListedWords } from './words-store.js';

/** What the room knows and rendering depends on. */
export type RenderRights = Pick<OutlookSources, 'signedIn' | 'mayWrite' | 'line'>;

/** The Render button's mind: what pressing it leads to now, and pressing it. */
export function useRender(rights: () => RenderRights, needWords: () => void) {
  const [jam, takes, models, words] = [useJam(), useTakes(), useModels(), useListedWords()];
  const { goneModel, goneLora } = useChosen();
  const refused = shallowRef<Refused | null>(null);
  const now = useNow(1_000);
  const lineEnd = computed(() => ({ ...takes.lineEnd, heardAt: Date.now() }));
  /** Of the take that renders in this room, step by step. */
  const msLeft = () => {
    const running = takes.takes.list.find(({ status }) => status === 'rendering');
    const progress = running && takes.progress.get(running.id);
    return progress && progress.step > 0 ? progress.msLeft : undefined;
  };
  /** The server tells it when the line moves; until then the wait gets shorter by itself, or with the take it is for. */
  const msToStart = () => {
    const told = lineEnd.value;
    if (told.before === 1 && told.msToStart !== 0) {
      const left = msLeft();
      if (left !== undefined) return left;
    }
    return told.msToStart === undefined
      ? undefined
      : Math.max(0, told.msToStart - Math.max(0, now.value - told.heardAt));
  };
  const outlook = computed(() =>
    renderOutlook({
      ...rights(),
      modelKnown: models.list.some(({ id }) => id === jam.settings.model),
      modelAside: models.list.some(({ id, quarantined }) => id === jam.settings.model && quarantined),
      ...{ goneModel: goneModel.value, goneLora: goneLora.value },
      prompt: jam.prompt,
      negative: jam.negative,
      refusedWords: words.refusedWords,
      lineEnd: { before: lineEnd.value.before, msToStart: msToStart() },
    }),
  );
  // What was refused for these words may be granted for others.
  watch([() => jam.prompt, () => jam.negative, () => jam.settings], () => (refused.value = null));

  async function press(): Promise<void> {
    const present = outlook.value;
    if (!present.can) {
      if (present.why === 'empty' || present.why === 'tooLong' || present.why === 'words') needWords();
      return;
    }
    refused.value = null;
    try {
      const { prompt, negative, settings, origin } = jam;
      await takes.render({ prompt, negative, settings, ...(origin ? { origin } : {}) });
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  return { outlook, refused, press };
}
