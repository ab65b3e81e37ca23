import { randomUUID } from 'node:crypto';
import type { CommandPayload, MessageView, RoomEventOf } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { RunningApp } from './app.js';
import type { LiveClient } from './live-client.js';

type Speaker = { readonly live: LiveClient };

/** Sends a message and returns it. */
export async function sendMessage(
  { live }: Speaker,
  roomId: string,
  message: string | Omit<CommandPayload<'chat.send'>, 'roomId' | 'clientId'>,
): Promise<MessageView> {
  const content = typeof message === 'string' ? { text: message } : message;
  const { event } = await live.do('chat.send', { roomId, clientId: randomUUID(), ...content });
  return (event as RoomEventOf<'chat.sent'>).payload.message;
}

export const editMessage = ({ live }: Speaker, { roomId, id }: MessageView, text: string) =>
  live.do('chat.edit', { roomId, clientId: randomUUID(), messageId: id, text });

export const deleteMessage = ({ live }: Speaker, { roomId, id }: MessageView) =>
  live.do('chat.delete', { roomId, clientId: randomUUID(), messageId: id });

/** The message as a user reads it now. */
export const getMessage = async ({ live }: Speaker, { roomId, id }: MessageView): Promise<MessageView> =>
  (await live.do('chat.getMessage', { roomId, messageId: id })).message;

/** Everything the database of a running server holds, as one text. */
export async function dumpOf({ app }: RunningApp): Promise<string> {
  const database = app.get(Database, { strict: false });
  const tables = ['message', 'message_edit', 'room_event', 'notification', 'reaction', 'message_search'];
  const rows: unknown[] = [];
  for (const table of tables) {
    rows.push((await sql`select * from ${sql.table(table)}`.execute(database.query())).rows);
  }
  return JSON.stringify(rows);
}
