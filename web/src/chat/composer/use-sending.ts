import { quoteOf, type MessageView, type QuoteView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useRefusals } from '../../shared/i18n/index.js';
import type { ComposerActs } from './composer-acts.js';
import { meant } from './slash.js';
import type { useAttachments } from './use-attachments.js';
import type { Field } from './use-field.js';
import { useReadiness } from './use-readiness.js';

interface SendingSources {
  field: Field;
  attachments: ReturnType<typeof useAttachments>;
  acts: ComposerActs;
  help(): void;
}

/** What pressing Enter does with the field as it is, and why it may not. */
export function useSending({ field, attachments, acts, help }: SendingSources) {
  const { t } = useI18n();
  const { say } = useRefusals();
  const { refused, busy, problem, note, can } = useReadiness(field, attachments);

  async function send(): Promise<void> {
    if (!can.value) return;
    if (field.editing.value) return saveEdit(field, field.editing.value, acts);
    if (!attachments.isReady.value) return void (refused.value = t('compose.wait'));
    const what = meant(field.outgoing());
    switch (what.kind) {
      case 'help':
        field.done();
        return help();
      case 'unknown':
        return void (refused.value = t('compose.unknown', { name: what.name }));
      case 'imagine':
        return imagine(what.words);
      case 'say':
        return go(what.text);
      default:
        return what satisfies never;
    }
  }
  function go(text: string): void {
    const answered = field.answering.value;
    acts.send({ text, ...attachments.said.value, replyTo: answered ? quoted(answered) : undefined });
    attachments.clear();
    field.done();
  }
  async function imagine(words: string): Promise<void> {
    if (words === '') return void (refused.value = t('compose.needsWords'));
    busy.value = true;
    const typed = field.text.value;
    try {
      const card = await acts.imagine(words);
      if (card) acts.send({ text: '', card });
      if (field.text.value === typed) field.done();
    } catch (error) {
      refused.value = say(error);
    } finally {
      busy.value = false;
    }
  }
  return { problem, note, can, send };
}

/** What the server refuses stays beneath the message. */
function saveEdit(field: Field, message: MessageView, acts: ComposerActs): void {
  const text = field.outgoing().trim();
  field.done();
  if (text !== message.text) acts.edit(message, text);
}

const quoted = ({ id, seq, author, text }: MessageView): QuoteView => ({
  ...{ messageId: id, seq, author, text: quoteOf(text), isDeleted: false },
});
