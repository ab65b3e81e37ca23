import type { RoomEvent } from '@visionary/contract';
import { toRejection } from '../../shared/api/rejection.js';
import type { useSocket } from '../../shared/socket/index.js';
import { isOutboxChange, type OutboxItem, type OutboxChange, type OutboxMessage } from './outbox.js';

type Socket = ReturnType<typeof useSocket>;

/** Sends the item; a repeated send returns the first event. @throws Rejection */
export async function deliver(socket: Socket, outboxItem: OutboxItem): Promise<RoomEvent> {
  try {
    return (await (isOutboxChange(outboxItem) ? change(socket, outboxItem) : sendMessage(socket, outboxItem))).event;
  } catch (error) {
    throw toRejection(error);
  }
}

/** The text as typed, and as stored. */
export function sentAndStoredText(outboxItem: OutboxItem, { type, payload }: RoomEvent): [typed: string, kept: string] {
  if (type === 'chat.sent' && !isOutboxChange(outboxItem)) return [outboxItem.text, payload.message.text];
  if (type === 'chat.edited' && isOutboxChange(outboxItem) && outboxItem.change.type === 'chat.edited') {
    return [outboxItem.change.payload.text, payload.text];
  }
  return ['', ''];
}

function sendMessage(
  socket: Socket,
  { roomId, clientId, text, replyTo, attachments, card: sharedTake }: OutboxMessage,
) {
  return socket.send('chat.send', {
    ...{ roomId, clientId, text },
    ...(replyTo ? { replyTo: replyTo.messageId } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
    ...(sharedTake ? { sharedTake } : {}),
  });
}

function change(socket: Socket, { roomId, clientId, change: what }: OutboxChange) {
  const { type, payload } = what;
  const about = { roomId, clientId, messageId: payload.messageId };
  switch (type) {
    case 'chat.reacted':
      return socket.send('chat.react', { ...about, emoji: payload.emoji, on: payload.on });
    case 'chat.edited':
      return socket.send('chat.edit', { ...about, text: payload.text });
    case 'chat.deleted':
      return socket.send('chat.delete', about);
    case 'chat.pinned':
      return socket.send('chat.pin', { ...about, on: payload.on });
    default:
      return type satisfies never;
  }
}
