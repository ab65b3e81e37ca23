import type { MessageView, PersonView } from '@visionary/contract';
import { watch, type Ref } from 'vue';
import { useSession } from '../shared/session/index.js';
import type { Conversation } from './conversation.js';
import type { WishedChange } from './message-change.js';
import { useOutbox } from './outbox/outbox.store.js';
import type { PendingChange } from './pending-message.js';

interface Shown {
  readonly known: Conversation;
  show(): void;
}

/** What I do to messages that stand. It goes the way of words: shown at once, kept until the log has it, sent once. */
export function makeChanges(changing: Readonly<Ref<readonly PendingChange[]>>, { known, show }: Shown) {
  const session = useSession();
  const outbox = useOutbox();

  watch(
    changing,
    (mine) => {
      known.expect(mine.filter(({ state }) => state === 'sending').map(({ change }) => change));
      show();
    },
    { flush: 'sync' },
  );
  function ask({ roomId }: MessageView, change: WishedChange): void {
    // Plain, as the browser can keep it.
    if (session.me) outbox.add(session.me.id, roomId, { change: JSON.parse(JSON.stringify(change)) as WishedChange });
  }
  const asSeen = ({ id, name, picture }: PersonView): PersonView => ({ id, name, ...(picture ? { picture } : {}) });

  return {
    /** Gives an emoji, or takes it back. */
    react(by: PersonView, message: MessageView, emoji: string, on: boolean): void {
      const payload = { messageId: message.id, emoji, person: asSeen(by), on };
      ask(message, { type: 'chat.reacted', payload });
    },
    /** Says it otherwise; only the author. */
    edit(message: MessageView, text: string): void {
      const { id: messageId, mentions } = message;
      const payload = { messageId, text, editedAt: Date.now(), ...(mentions ? { mentions } : {}) };
      ask(message, { type: 'chat.edited', payload });
    },
    remove(by: PersonView, message: MessageView): void {
      ask(message, { type: 'chat.deleted', payload: { messageId: message.id, by: asSeen(by), at: Date.now() } });
    },
    /** Keeps it at hand for everybody, or no longer. */
    pin(by: PersonView, message: MessageView, on: boolean): void {
      ask(message, { type: 'chat.pinned', payload: { messageId: message.id, by: asSeen(by), at: Date.now(), on } });
    },
  };
}
