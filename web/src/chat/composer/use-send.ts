import { truncateQuote, type MessageView, type QuoteView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useErrorText } from '../../shared/i18n/index.js';
import type { ComposerActions } from './composer-actions.js';
import { parseInput } from './slash-commands.js';
import type { useAttachments } from './use-attachments.js';
import type { ComposerField } from './use-composer-field.js';
import { useSendValidation } from './use-send-validation.js';

interface SendingSources {
  field: ComposerField;
  attachments: ReturnType<typeof useAttachments>;
  actions: ComposerActions;
  help(): void;
}

/** Handles Enter: sends the text, runs a command, or reports why not. */
export function useSend({ field, attachments, actions, help }: SendingSources) {
  const { t } = useI18n();
  const { errorText } = useErrorText();
  const { errorMessage, busy, problem, hint, can } = useSendValidation(field, attachments);

  async function send(): Promise<void> {
    if (!can.value) return;
    if (field.editing.value) return saveEdit(field, field.editing.value, actions);
    if (!attachments.isReady.value) return void (errorMessage.value = t('composer.wait'));
    const what = parseInput(field.outgoing());
    switch (what.kind) {
      case 'help':
        field.done();
        return help();
      case 'unknown':
        return void (errorMessage.value = t('composer.unknown', { name: what.name }));
      case 'imagine':
        return imagine(what.prompt);
      case 'say':
        return go(what.text);
      default:
        return what satisfies never;
    }
  }
  function go(text: string): void {
    const answered = field.answering.value;
    actions.send({ text, ...attachments.text.value, replyTo: answered ? quoted(answered) : undefined });
    attachments.clear();
    field.done();
  }
  async function imagine(prompt: string): Promise<void> {
    if (prompt === '') return void (errorMessage.value = t('composer.needsWords'));
    busy.value = true;
    const typed = field.text.value;
    try {
      const card = await actions.imagine(prompt);
      if (card) actions.send({ text: '', card });
      if (field.text.value === typed) field.done();
    } catch (error) {
      errorMessage.value = errorText(error);
    } finally {
      busy.value = false;
    }
  }
  return { problem, hint, can, send };
}

/** A rejection by the server is shown below the message. */
function saveEdit(composerField: ComposerField, message: MessageView, actions: ComposerActions): void {
  const text = composerField.outgoing().trim();
  composerField.done();
  if (text !== message.text) actions.edit(message, text);
}

const quoted = ({ id, seq, author, text }: MessageView): QuoteView => ({
  ...{ messageId: id, seq, author, text: truncateQuote(text), isDeleted: false },
});
