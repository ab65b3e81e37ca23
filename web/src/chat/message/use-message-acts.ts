import type { AttachmentView, MessageView, PersonView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { report } from '../../safety/reports/reporting.js';
import { copyText } from '../../shared/copy-text.js';
import { useRefusals } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useChat } from '../chat-store.js';
import type { PendingMessage } from '../pending-message.js';
import type { MessageActs } from './acts.js';
import { usePlainWords } from '../../shared/words/use-plain-words.js';

/** Pictures of a message, open large. */
export interface Looked {
  readonly pictures: readonly AttachmentView[];
  readonly at: number;
  readonly of: MessageView;
}

/** The reactions of a message, open: of which emoji first. */
interface ReactionsShown {
  readonly of: MessageView;
  readonly emoji: string | null;
}

interface ActSources {
  me(): PersonView | null;
  pick(message: MessageView): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  rewrite(pending: PendingMessage): void;
}

/** What may be done with messages, and what is open because of it: a question, older versions, a picture. */
export function useMessageActs({ me, pick, reply, edit, rewrite }: ActSources) {
  const { t } = useI18n();
  const { say } = useRefusals();
  const { named } = usePlainWords();
  const chat = useChat();
  const removing = shallowRef<MessageView | null>(null);
  const versionsOf = shallowRef<MessageView | null>(null);
  const reactionsShown = shallowRef<ReactionsShown | null>(null);
  const looked = shallowRef<Looked | null>(null);

  /** What is refused is said in the corner. */
  function attempt(work: () => Promise<unknown>, done?: string): void {
    work().then(
      () => done && toast({ text: done, kind: 'good' }),
      (error: unknown) => toast({ text: say(error), kind: 'bad' }),
    );
  }
  async function copy(text: string, done: string): Promise<void> {
    const copied = await copyText(text, document.activeElement);
    toast(copied ? { text: done, kind: 'good' } : { text: t('message.notCopied'), kind: 'bad' });
  }
  const asMe = (work: (who: PersonView) => void): void => {
    const who = me();
    if (who) work(who);
  };

  const acts: MessageActs = {
    react: (message, emoji, on) => asMe((who) => chat.react(who, message, emoji, on)),
    pin: (message, on) => asMe((who) => chat.pin(who, message, on)),
    pick,
    reply,
    edit,
    rewrite,
    remove: (message) => void (removing.value = message),
    copyLink: ({ roomId, id }) =>
      void copy(`${location.origin}/rooms/${roomId}?message=${id}`, t('message.linkCopied')),
    copyText: ({ text, mentions }) => void copy(named(text, mentions), t('message.textCopied')),
    markUnread: (message) => attempt(() => chat.markUnread(message), t('message.unreadNow')),
    report: ({ id, author }) => report({ kind: 'message', id }, t('reports.about.message', { name: author.name })),
    showVersions: (message) => void (versionsOf.value = message),
    showReactions: (of, emoji = undefined) => void (reactionsShown.value = { of, emoji: emoji ?? null }),
    jump: (messageId) => attempt(() => chat.goTo({ messageId })),
    look: (pictures, at, of) => void (looked.value = { pictures, at, of }),
  };
  /** After the question. */
  function remove(message: MessageView): void {
    removing.value = null;
    asMe((who) => chat.remove(who, message));
  }
  return { acts, removing, versionsOf, reactionsShown, looked, remove };
}
