import { LIMITS } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
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
  watch([field.text, attachments.pictures, field.editing], () => (refused.value = ''));

  const problem = computed(() => {
    if (refused.value) return refused.value;
    if (tooLong.value) return t('chat.tooLong', { length: length.value, max: LIMITS.messageLength });
    if (emptyEdit.value) return t('compose.emptyEdit');
    if (attachments.left.value === 'tooMany') return t('compose.tooMany', { max: LIMITS.attachmentsPerMessage });
    return attachments.left.value === 'notPictures' ? t('compose.notPictures') : '';
  });
  const note = computed(() => {
    if (busy.value) return t('compose.imagining');
    if (length.value < LIMITS.messageLength * TELL_FROM) return '';
    return t('chat.length', { length: length.value, max: LIMITS.messageLength });
  });
  const can = computed(
    () => !tooLong.value && !emptyEdit.value && !busy.value && !(isBlank.value && attachments.isEmpty.value),
  );
  return { refused, busy, problem, note, can };
}
