import { computed, type Ref } from 'vue';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { isOutboxChange, type OutboxChange, type OutboxMessage } from '../outbox/outbox.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import type { MessageContent } from './pending-message.js';

/** What I say and change in the room that is open, until its log has it. */
export function usePendingMessages(connection: Readonly<Ref<RoomConnection | null>>) {
  const session = useSessionStore();
  const outbox = useOutboxStore();
  const current = computed(() => {
    const [roomId, myId] = [connection.value?.roomId, session.me?.id];
    return outbox.list.filter((one) => one.roomId === roomId && one.userId === myId);
  });
  const pending = computed(() => current.value.filter((one): one is OutboxMessage => !isOutboxChange(one)));
  const changing = computed(() => current.value.filter(isOutboxChange));
  /** Of each message what I last made of its words. */
  const edits = computed<ReadonlyMap<string, OutboxChange>>(() => {
    const latest = changing.value.filter(({ change }) => change.type === 'chat.edited');
    return new Map(latest.map((one) => [one.change.payload.messageId, one]));
  });

  /** Shows at once, in every tab; goes out now or when the line is back, also after a reload, the same until it is answered. */
  function send(messageContent: MessageContent): void {
    if (!connection.value || !session.me) return;
    // Plain: what a page holds reactively cannot be kept by the browser nor told to other tabs.
    outbox.add(session.me.id, connection.value.roomId, JSON.parse(JSON.stringify(messageContent)) as MessageContent);
  }

  return { pending, changing, edits, send, retry: outbox.retry, settle: outbox.discard };
}
