import { LIMITS, type TermMatch } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useTermCheck, useTermText } from '../../safety/index.js';
import type { useAttachments } from './use-attachments.js';
import type { ComposerField } from './use-composer-field.js';

/** Shows the remaining length from here on. */
const ANNOUNCE_FROM = 0.9;

/** Whether the composer can send, and the hint below it. */
export function useSendValidation(composerField: ComposerField, attachments: ReturnType<typeof useAttachments>) {
  const { t } = useI18n();
  /** The result of pressing Enter, cleared by the next change. */
  const errorMessage = shallowRef('');
  const busy = shallowRef(false);
  const length = computed(() => composerField.outgoing().length);
  const tooLong = computed(() => length.value > LIMITS.messageLength);
  const isBlank = computed(() => composerField.text.value.trim() === '');
  const emptyEdit = computed(() => isBlank.value && composerField.editing.value !== null);
  const listed = useListed(composerField);
  watch([composerField.text, attachments.images, composerField.editing], () => (errorMessage.value = ''));

  const problem = computed(() => {
    if (errorMessage.value) return errorMessage.value;
    if (tooLong.value) return t('chat.tooLong', { length: length.value, max: LIMITS.messageLength });
    if (listed.errorMessage.value) return listed.errorMessage.value;
    if (emptyEdit.value) return t('composer.emptyEdit');
    if (attachments.left.value === 'tooMany') return t('composer.tooMany', { max: LIMITS.attachmentsPerMessage });
    return attachments.left.value === 'notImages' ? t('composer.notImages') : '';
  });
  const hint = computed(() => {
    if (busy.value) return t('composer.imagining');
    if (length.value < LIMITS.messageLength * ANNOUNCE_FROM) return listed.starred.value;
    return t('chat.length', { length: length.value, max: LIMITS.messageLength });
  });
  const can = computed(
    () =>
      ![tooLong.value, emptyEdit.value, busy.value, listed.errorMessage.value].some(Boolean) &&
      !(isBlank.value && attachments.isEmpty.value),
  );
  return { errorMessage, busy, problem, hint, can };
}

/** Blocked terms before sending. Text that starts with a slash is a command and is not checked. */
function useListed(composerField: ComposerField) {
  const { explain } = useTermText();
  const hits = useTermCheck('chat', () =>
    composerField.text.value.startsWith('/') ? null : { text: composerField.outgoing() },
  );
  const first = (action: TermMatch['action']) =>
    computed(() => {
      const hit = hits.value.find((one) => one.action === action);
      return hit ? explain(hit) : '';
    });
  return { errorMessage: first('block'), starred: first('replace') };
}
