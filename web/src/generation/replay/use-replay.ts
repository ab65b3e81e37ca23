import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { errorText } from '../../shared/i18n/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import type { Take } from '../takes/takes.js';
import { useReplayStore } from './replay-store.js';
import { type Playback, usePlayback } from './use-playback.js';

/** Shows a finished take step by step. */
export function useReplay(take: MaybeRefOrGetter<Take>, steps: () => number): Playback {
  const store = useReplayStore();
  const takeId = () => toValue(take).id;

  async function load(): Promise<boolean> {
    const asked = toValue(take);
    if (store.isLoaded(asked)) return true;
    try {
      await store.load(asked);
      return asked.id === takeId();
    } catch (error) {
      toast({ text: errorText(toRejection(error)), kind: 'bad' });
      return false;
    }
  }
  const shown = computed(() => store.stepOf(takeId()));
  const playback = usePlayback({ shown, show: (step) => store.show(takeId(), step), steps, load });
  watch(takeId, playback.end);
  return playback;
}
