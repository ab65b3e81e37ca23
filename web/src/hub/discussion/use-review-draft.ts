import type { HubModelViewerState } from '@visionary/contract';
import { computed } from 'vue';
import { useDraft } from '../../shared/drafts/use-draft.js';

/**
 * An unpublished review: stars and text, kept in this browser until it is published.
 * @param where the storage key
 * @param said the published review
 */
export function useReviewDraft(where: () => string, review: HubModelViewerState['review'] | null) {
  const text = useDraft(where, { text: review?.words ?? '', mentions: new Map() });
  const chosen = useDraft(() => `${where()}.stars`, { text: String(review?.stars ?? 0), mentions: new Map() });
  const stars = computed({
    get: () => (/^[1-5]$/.test(chosen.text.value) ? Number(chosen.text.value) : 0),
    set: (count) => (chosen.text.value = String(count)),
  });
  function clear(): void {
    text.clear();
    chosen.clear();
  }
  return { stars, text: text.text, clear };
}
