import type { SteerView } from '@visionary/contract';
import { computed } from 'vue';
import type { StepMark } from '../../shared/ui/index.js';
import type { PromptPair } from '../takes/takes.js';
import { steeredFrom } from './steered-from.js';
import { visibleSteers } from './visible-steers.js';
import { useTakesStore } from '../takes/takes-store.js';
import type { Take } from '../takes/takes.js';
import { diffPrompts, type TextChange } from './text-diff.js';
import { t } from '../../shared/i18n/index.js';

/** A steer with its text changes. */
export interface SteerWithChanges extends SteerView {
  readonly changes: readonly TextChange[];
}

/** Compares each steer with the prompts before it. */
export function steersWithChanges({
  prompt,
  negative,
  steers = [],
}: Pick<Take, 'prompt' | 'negative' | 'steers'>): SteerWithChanges[] {
  let before: PromptPair = { prompt, negative };
  return steers.map((steer) => {
    const changes = diffPrompts(before, steer);
    before = steer;
    return { ...steer, changes };
  });
}

/** Changes as text: "fox → owl", "added fresh snow". */
export function useChangeText() {
  const one = ({ from, to }: TextChange) => {
    if (from === '') return t('generation.steer.added', { to });
    return to === '' ? t('generation.steer.removed', { from }) : t('generation.steer.changed', { from, to });
  };
  return (changes: readonly TextChange[]): string => changes.map(one).join(t('generation.comma'));
}

/** The marks of steers on a step bar. */
export function useMarksOf() {
  const describe = useChangeText();
  return (steers: readonly SteerWithChanges[]): StepMark[] =>
    steers.map(({ by, step, at, changes }) => {
      const note = describe(changes);
      const label = t('generation.steer.mark', { name: by.name, step: steeredFrom({ step }), change: note });
      return { key: `${by.id}/${at}`, user: by, step, note, label };
    });
}

/** The marks of a take's step bar: of the rendering image, or of all images when the take has ended. */
export function useSteerMarks(take: () => Take) {
  const takes = useTakesStore();
  const marksOf = useMarksOf();
  return computed((): StepMark[] => {
    const now = take();
    const rendering = now.status === 'rendering' ? (takes.progress.get(now.id)?.imageIndex ?? 0) : null;
    return marksOf(visibleSteers(now, steersWithChanges(now), rendering));
  });
}
