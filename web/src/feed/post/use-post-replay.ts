import type { PostReplayView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { cellOf, usePlayback } from '../../generation/index.js';
import { t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';

/** Shows a published image step by step. Its sheet is loaded when somebody asks for the first step. */
export function usePostReplay(replay: () => PostReplayView | undefined) {
  const shown = shallowRef<number | null>(null);
  /** The address of the loaded sheet. */
  const loaded = shallowRef<string | null>(null);
  const steps = () => replay()?.steps.at(-1) ?? 0;

  async function load(): Promise<boolean> {
    const url = replay()?.url;
    if (url === undefined) return false;
    if (loaded.value === url) return true;
    const sheet = new Image();
    sheet.src = url;
    try {
      await sheet.decode();
    } catch {
      toast({ text: t('post.stepsFailed'), kind: 'bad' });
      return false;
    }
    loaded.value = url;
    return replay()?.url === url;
  }
  const playback = usePlayback({ shown, show: (step) => (shown.value = step), steps, load });
  watch(() => replay()?.url, playback.end);
  const cell = computed(() => {
    const now = replay();
    return now && shown.value !== null ? cellOf(now, shown.value) : undefined;
  });
  return { playback, cell, steps: computed(steps) };
}
