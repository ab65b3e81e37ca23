import { computed, shallowRef, watch } from 'vue';
import { useModels } from '../generation/models-store.js';
import { renderOutlook, type OutlookSources } from '../generation/render-outlook.js';
import { useTakes } from '../generation/takes-store.js';
import { asRefused, type Refused } from '../shared/refused.js';
import { useNow } from '../shared/use-now.js';
import { useJam } from './jam-store.js';

/** What the room knows and rendering depends on. */
export type RenderRights = Pick<OutlookSources, 'signedIn' | 'mayWrite' | 'line'>;

/** The Render button's mind: what pressing it leads to now, and pressing it. */
export function useRender(rights: () => RenderRights, needWords: () => void) {
  const [jam, takes, models] = [useJam(), useTakes(), useModels()];
  const refused = shallowRef<Refused | null>(null);
  const now = useNow(1_000);
  const lineEnd = computed(() => ({ ...takes.lineEnd, heardAt: Date.now() }));
  /** The server tells it when the line moves; until then the wait gets shorter by itself. */
  const msToStart = () => {
    const told = lineEnd.value;
    return told.msToStart === undefined
      ? undefined
      : Math.max(0, told.msToStart - Math.max(0, now.value - told.heardAt));
  };
  const outlook = computed(() =>
    renderOutlook({
      ...rights(),
      modelKnown: models.list.some(({ id }) => id === jam.settings.model),
      prompt: jam.prompt,
      negative: jam.negative,
      lineEnd: { before: lineEnd.value.before, msToStart: msToStart() },
    }),
  );
  // What was refused for these words may be granted for others.
  watch([() => jam.prompt, () => jam.negative, () => jam.settings], () => (refused.value = null));

  async function press(): Promise<void> {
    const present = outlook.value;
    if (!present.can) {
      if (present.why === 'empty' || present.why === 'tooLong') needWords();
      return;
    }
    refused.value = null;
    try {
      await takes.render({ prompt: jam.prompt, negative: jam.negative, settings: jam.settings });
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  return { outlook, refused, press };
}
