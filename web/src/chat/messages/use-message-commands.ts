import type { MessageView, UserView } from '@visionary/contract';
import { watch, type Ref } from 'vue';
import { useSessionStore } from '../../shared/session/index.js';
import type { Conversation } from './conversation.js';
import type { RequestedChange } from './message-change.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import type { PendingChange } from './pending-message.js';

interface MessageState {
  readonly known: Conversation;
  show(): void;
}

/** Commands on existing messages: shown at once, kept until the log confirms them, sent once. */
export function useMessageCommands(changing: Readonly<Ref<readonly PendingChange[]>>, { known, show }: MessageState) {
  const session = useSessionStore();
  const outbox = useOutboxStore();

  watch(
    changing,
    (current) => {
      known.expect(current.filter(({ state }) => state === 'sending').map(({ change }) => change));
      show();
    },
    { flush: 'sync' },
  );
  function fetch({ roomId }: MessageView, change: RequestedChange): void {
    // Plain data, because reactive objects cannot be stored.
    if (session.me) {
      outbox.add(session.me.id, roomId, { change: JSON.parse(JSON.stringify(change)) as RequestedChange });
    }
  }
  const toMessageUser = ({ id, name, image }: UserView): UserView => ({ id, name, ...(image ? { image } : {}) });

  return {
    /** Adds or removes a reaction. */
    react(by: UserView, message: MessageView, emoji: string, on: boolean): void {
      const payload = { messageId: message.id, emoji, user: toMessageUser(by), on };
      fetch(message, { type: 'chat.reacted', payload });
    },
    /** Edits a message; only its author can. */
    edit(message: MessageView, text: string): void {
      const { id: messageId, mentions } = message;
      const payload = { messageId, text, editedAt: Date.now(), ...(mentions ? { mentions } : {}) };
      fetch(message, { type: 'chat.edited', payload });
    },
    remove(by: UserView, message: MessageView): void {
      fetch(message, {
        type: 'chat.deleted',
        payload: { messageId: message.id, by: toMessageUser(by), at: Date.now() },
      });
    },
    /** Pins the message for everyone, or unpins it. */
    pin(by: UserView, message: MessageView, on: boolean): void {
      fetch(message, {
        type: 'chat.pinned',
        payload: { messageId: message.id, by: toMessageUser(by), at: Date.now(), on },
      });
    },
  };
}
