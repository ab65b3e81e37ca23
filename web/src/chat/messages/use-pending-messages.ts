import { computed, type Ref } from 'vue';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { isOutboxChange, type OutboxChange, type OutboxMessage } from '../outbox/outbox.js';
import { useOutboxStore } from '../outbox/outbox-store.js';
import type { MessageContent } from './pending-message.js';

/** My pending messages and changes in the open room, until its log has them. */
export function usePendingMessages(connection: Readonly<Ref<RoomConnection | null>>) {
  const session = useSessionStore();
  const outbox = useOutboxStore();
  const current = computed(() => {
    const [roomId, myId] = [connection.value?.roomId, session.me?.id];
    return outbox.list.filter((one) => one.roomId === roomId && one.userId === myId);
  });
  const pending = computed(() => current.value.filter((one): one is OutboxMessage => !isOutboxChange(one)));
  const changing = computed(() => current.value.filter(isOutboxChange));
  /** My latest pending edit of each message. */
  const edits = computed<ReadonlyMap<string, OutboxChange>>(() => {
    const latest = changing.value.filter(({ change }) => change.type === 'chat.edited');
    return new Map(latest.map((one) => [one.change.payload.messageId, one]));
  });

  /**
   * Shows the message at once in every tab. Sends it now, or after a reconnect or reload, with the same client id
   * until acknowledged.
   */
  function send(messageContent: MessageContent): void {
    if (!connection.value || !session.me) return;
    // Plain data: reactive objects can be neither stored nor sent to other tabs.
    outbox.add(session.me.id, connection.value.roomId, JSON.parse(JSON.stringify(messageContent)) as MessageContent);
  }

  return { pending, changing, edits, send, retry: outbox.retry, settle: outbox.discard };
}
