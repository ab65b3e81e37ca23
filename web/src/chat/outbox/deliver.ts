import type { RoomEvent } from '@visionary/contract';
import { asRefused } from '../../shared/refused.js';
import type { useSocket } from '../../shared/socket/index.js';
import { isKeptChange, type Kept, type KeptChange, type KeptMessage } from './outbox.js';

type Socket = ReturnType<typeof useSocket>;

/** Says it to the server; the same again gets the first event. @throws Refused */
export async function deliver(socket: Socket, kept: Kept): Promise<RoomEvent> {
  try {
    return (await (isKeptChange(kept) ? change(socket, kept) : say(socket, kept))).event;
  } catch (error) {
    throw asRefused(error);
  }
}

/** What was typed, and what of it stands there now. */
export function wordsOf(kept: Kept, { type, payload }: RoomEvent): [typed: string, kept: string] {
  if (type === 'chat.sent' && !isKeptChange(kept)) return [kept.text, payload.message.text];
  if (type === 'chat.edited' && isKeptChange(kept) && kept.change.type === 'chat.edited') {
    return [kept.change.payload.text, payload.text];
  }
  return ['', ''];
}

function say(socket: Socket, { roomId, clientId, text, replyTo, attachments, card }: KeptMessage) {
  return socket.send('chat.send', {
    ...{ roomId, clientId, text },
    ...(replyTo ? { replyTo: replyTo.messageId } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
    ...(card ? { card } : {}),
  });
}

function change(socket: Socket, { roomId, clientId, change: what }: KeptChange) {
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
