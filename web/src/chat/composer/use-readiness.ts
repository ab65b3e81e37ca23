import { LIMITS, type WordHit } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useHitWords } from '../../safety/checks/use-hit-words.js';
import { useWordCheck } from '../../safety/checks/use-word-check.js';
import type { useAttachments } from './use-attachments.js';
import type { Field } from './use-field.js';

/** From here on the length is told. */
const TELL_FROM = 0.9;

/** Whether the field can go out as it is, and what stands beneath it. */
export function useReadiness(field: Field, attachments: ReturnType<typeof useAttachments>) {
  const { t } = useI18n();
  /** What came of pressing Enter; gone with the next change. */
  const refused = shallowRef('');
  const busy = shallowRef(false);
  const length = computed(() => field.outgoing().length);
  const tooLong = computed(() => length.value > LIMITS.messageLength);
  const isBlank = computed(() => field.text.value.trim() === '');
  const emptyEdit = computed(() => isBlank.value && field.editing.value !== null);
  const listed = useListed(field);
  watch([field.text, attachments.pictures, field.editing], () => (refused.value = ''));

  const problem = computed(() => {
    if (refused.value) return refused.value;
    if (tooLong.value) return t('chat.tooLong', { length: length.value, max: LIMITS.messageLength });
    if (listed.refused.value) return listed.refused.value;
    if (emptyEdit.value) return t('compose.emptyEdit');
    if (attachments.left.value === 'tooMany') return t('compose.tooMany', { max: LIMITS.attachmentsPerMessage });
    return attachments.left.value === 'notPictures' ? t('compose.notPictures') : '';
  });
  const note = computed(() => {
    if (busy.value) return t('compose.imagining');
    if (length.value < LIMITS.messageLength * TELL_FROM) return listed.starred.value;
    return t('chat.length', { length: length.value, max: LIMITS.messageLength });
  });
  const can = computed(
    () =>
      ![tooLong.value, emptyEdit.value, busy.value, listed.refused.value].some(Boolean) &&
      !(isBlank.value && attachments.isEmpty.value),
  );
  return { refused, busy, problem, note, can };
}

/** What is said of listed words before they go out; what begins with a stroke is a wish, not words to be read. */
function useListed(field: Field) {
  const { why } = useHitWords();
  const hits = useWordCheck('chat', () => (field.text.value.startsWith('/') ? null : { text: field.outgoing() }));
  const first = (action: WordHit['action']) =>
    computed(() => {
      const hit = hits.value.find((one) => one.action === action);
      return hit ? why(hit) : '';
    });
  return { refused: first('refuse'), starred: first('replace') };
}
