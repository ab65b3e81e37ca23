import {
  truncateQuote,
  type MessageView,
  type SharedTake,
  type QuoteView,
  LIMITS,
  type TermMatch,
} from '@visionary/contract';
import { errorText, t } from '../../shared/i18n/index.js';
import type { MessageContent } from '../messages/pending-message.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import { foreignOptionIn, parseInput } from './slash-commands.js';
import type { useAttachments } from './use-attachments.js';
import type { ComposerField } from './use-composer-field.js';
import { computed, shallowRef, watch } from 'vue';
import { useTermCheck, explainTerm } from '../../safety/index.js';

interface SendingSources {
  field: ComposerField;
  attachments: ReturnType<typeof useAttachments>;
  /** Renders a prompt from noise. @throws Rejection */
  imagine(prompt: string): Promise<SharedTake | null>;
  /** A message was sent. */
  onSent(): void;
  help(): void;
}

/** Handles Enter: sends the text, runs a command, or reports why not. */
export function useSend({ field, attachments, imagine: render, onSent, help }: SendingSources) {
  const outbox = useOutboxStore();
  const { errorMessage, busy, problem, hint, canSend } = useSendValidation(field, attachments);

  async function send(): Promise<void> {
    if (!canSend.value) return;
    if (field.editing.value) return saveEdit(field.editing.value);
    if (!attachments.isReady.value) return void (errorMessage.value = t('composer.wait'));
    const input = parseInput(field.outgoing());
    switch (input.kind) {
      case 'help':
        field.finish();
        return help();
      case 'unknown':
        return void (errorMessage.value = t('composer.unknown', { name: input.name }));
      case 'imagine':
        return imagine(input.prompt);
      case 'say':
        return sendText(input.text);
      default:
        return input satisfies never;
    }
  }
  function post(content: MessageContent): void {
    outbox.send(content);
    onSent();
  }
  /** A rejection by the server is shown below the message. */
  function saveEdit(message: MessageView): void {
    const text = field.outgoing().trim();
    field.finish();
    if (text !== message.text) outbox.edit(message, text);
  }
  function sendText(text: string): void {
    const answered = field.answering.value;
    post({ text, ...attachments.content.value, replyTo: answered ? quoted(answered) : undefined });
    attachments.clear();
    field.finish();
  }
  async function imagine(prompt: string): Promise<void> {
    if (prompt === '') return void (errorMessage.value = t('composer.promptMissing'));
    const { promptLength: max } = LIMITS;
    if (prompt.length > max) {
      return void (errorMessage.value = t('composer.promptTooLong', { length: prompt.length, max }));
    }
    const option = foreignOptionIn(prompt);
    if (option !== undefined) return void (errorMessage.value = t('composer.foreignOption', { option }));
    busy.value = true;
    const typed = field.text.value;
    try {
      const card = await render(prompt);
      if (card) post({ text: '', card });
      if (field.text.value === typed) field.finish();
    } catch (error) {
      errorMessage.value = errorText(error);
    } finally {
      busy.value = false;
    }
  }
  return { problem, hint, canSend, send };
}

const quoted = ({ id, seq, author, text }: MessageView): QuoteView => ({
  ...{ messageId: id, seq, author, text: truncateQuote(text), isDeleted: false },
});

/** Shows the remaining length from here on. */
const ANNOUNCE_FROM = 0.9;

/** Whether the composer can send, and the hint below it. */
function useSendValidation(composerField: ComposerField, attachments: ReturnType<typeof useAttachments>) {
  /** The result of pressing Enter, cleared by the next change. */
  const errorMessage = shallowRef('');
  const busy = shallowRef(false);
  const length = computed(() => composerField.outgoing().length);
  const tooLong = computed(() => length.value > LIMITS.messageLength);
  const isBlank = computed(() => composerField.text.value.trim() === '');
  const emptyEdit = computed(() => isBlank.value && composerField.editing.value !== null);
  const blockedTerms = useBlockedTermHints(composerField);
  watch([composerField.text, attachments.images, composerField.editing], () => (errorMessage.value = ''));

  const problem = computed(() => {
    if (errorMessage.value) return errorMessage.value;
    if (tooLong.value) return t('chat.tooLong', { length: length.value, max: LIMITS.messageLength });
    if (blockedTerms.errorMessage.value) return blockedTerms.errorMessage.value;
    if (emptyEdit.value) return t('composer.emptyEdit');
    if (attachments.fileError.value === 'tooMany') return t('composer.tooMany', { max: LIMITS.attachmentsPerMessage });
    return attachments.fileError.value === 'notImages' ? t('composer.notImages') : '';
  });
  const hint = computed(() => {
    if (busy.value) return t('composer.startingTake');
    if (length.value < LIMITS.messageLength * ANNOUNCE_FROM) return blockedTerms.maskHint.value;
    return t('chat.length', { length: length.value, max: LIMITS.messageLength });
  });
  const canSend = computed(
    () =>
      ![tooLong.value, emptyEdit.value, busy.value, blockedTerms.errorMessage.value].some(Boolean) &&
      !(isBlank.value && attachments.isEmpty.value),
  );
  return { errorMessage, busy, problem, hint, canSend };
}

/** Blocked terms before sending. Text that starts with a slash is a command and is not checked. */
function useBlockedTermHints(composerField: ComposerField) {
  const hits = useTermCheck('chat', () =>
    composerField.text.value.startsWith('/') ? null : { text: composerField.outgoing() },
  );
  const hintFor = (action: TermMatch['action']) =>
    computed(() => {
      const hit = hits.value.find((one) => one.action === action);
      return hit ? explainTerm(hit) : '';
    });
  return { errorMessage: hintFor('block'), maskHint: hintFor('replace') };
}
