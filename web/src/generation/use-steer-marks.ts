import type { SteerView } from '@visionary/contract';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { StepMark } from '../shared/ui/index.js';
import type { Words } from './asking.js';
import { steersShown } from './steers-shown.js';
import { useTakes } from './takes-store.js';
import type { Take } from './takes.js';
import { changesBetween, type Change } from './word-change.js';

/** One change of a take's words on its way, with what it changed. */
export interface Steered extends SteerView {
  readonly changes: readonly Change[];
}

/** Each change against the words before it. */
export function steeredOf({ prompt, negative, steers = [] }: Take): Steered[] {
  let before: Words = { prompt, negative };
  return steers.map((steer) => {
    const changes = changesBetween(before, steer);
    before = steer;
    return { ...steer, changes };
  });
}

/** Changes in words: "fox → owl", "added fresh snow". */
export function useChangeWords() {
  const { t } = useI18n();
  const one = ({ from, to }: Change) => {
    if (from === '') return t('generation.steer.added', { to });
    return to === '' ? t('generation.steer.removed', { from }) : t('generation.steer.changed', { from, to });
  };
  return (changes: readonly Change[]): string => changes.map(one).join(t('generation.comma'));
}

/** Where the step bar of a take carries seals: of the picture that renders, or of all when it is over. */
export function useSteerMarks(take: () => Take) {
  const { t } = useI18n();
  const takes = useTakes();
  const say = useChangeWords();
  return computed((): StepMark[] => {
    const now = take();
    const rendering = now.status === 'rendering' ? (takes.progress.get(now.id)?.picture ?? 0) : null;
    return steersShown(now, steeredOf(now), rendering).map(({ by, step, at, changes }) => {
      const note = say(changes);
      const label = t('generation.steer.mark', { name: by.name, step, change: note });
      return { key: `${by.id}/${at}`, person: by, step, note, label };
    });
  });
}
