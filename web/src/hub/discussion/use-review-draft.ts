import type { HubModelViewerState } from '@visionary/contract';
import { computed } from 'vue';
import { useDraft } from '../../shared/drafts/use-draft.js';

/**
 * A review that somebody has begun: stars and words, kept in this browser until it is published.
 * @param where under which name
 * @param said what they said before
 */
export function useReviewDraft(where: () => string, said: HubModelViewerState['review'] | null) {
  const words = useDraft(where, { text: said?.words ?? '', mentions: new Map() });
  const chosen = useDraft(() => `${where()}.stars`, { text: String(said?.stars ?? 0), mentions: new Map() });
  const stars = computed({
    get: () => (/^[1-5]$/.test(chosen.text.value) ? Number(chosen.text.value) : 0),
    set: (count) => (chosen.text.value = String(count)),
  });
  function clear(): void {
    words.clear();
    chosen.clear();
  }
  return { stars, text: words.text, clear };
}
