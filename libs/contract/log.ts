import { z } from 'zod';
import { PersonView } from './accounts.js';
import { MessageView } from './chat.js';
import { TAKE_FAILURES } from './errors.js';
import { TakeView } from './generation.js';
import { At, Id, Seq } from './primitives.js';

/** What durably happens in a room, by type. The type is the name of the socket event that carries it. */
export const LOG_PAYLOADS = {
  'rooms.created': z.strictObject({ by: PersonView }),
  'rooms.joined': z.strictObject({ person: PersonView, role: z.enum(['viewer', 'editor', 'owner']) }),
  'chat.sent': z.strictObject({ message: MessageView }),
  'chat.reacted': z.strictObject({ messageId: Id, emoji: z.string(), person: PersonView, on: z.boolean() }),
  'generation.queued': z.strictObject({ take: TakeView }),
  'generation.started': z.strictObject({ takeId: Id, at: At }),
  'generation.finished': z.strictObject({ take: TakeView }),
  'generation.failed': z.strictObject({ takeId: Id, code: z.enum(TAKE_FAILURES), detail: z.string() }),
  'generation.cancelled': z.strictObject({ takeId: Id, by: PersonView, step: z.number().int() }),
} as const;

export type LogType = keyof typeof LOG_PAYLOADS;
export type LogPayload<T extends LogType> = z.infer<(typeof LOG_PAYLOADS)[T]>;
export const LOG_TYPES = Object.keys(LOG_PAYLOADS) as LogType[];

const envelope = <T extends LogType>(type: T) =>
  z.strictObject({
    roomId: Id,
    seq: Seq,
    type: z.literal(type),
    actorId: Id.nullable(),
    at: At,
    payload: LOG_PAYLOADS[type],
  });

/** One event of a room's log: total order by `seq`, no gaps. */
export const RoomEvent = z
  .discriminatedUnion('type', [
    envelope('rooms.created'),
    envelope('rooms.joined'),
    envelope('chat.sent'),
    envelope('chat.reacted'),
    envelope('generation.queued'),
    envelope('generation.started'),
    envelope('generation.finished'),
    envelope('generation.failed'),
    envelope('generation.cancelled'),
  ])
  .meta({ id: 'RoomEvent' });
export type RoomEvent = z.infer<typeof RoomEvent>;
export type RoomEventOf<T extends LogType> = Extract<RoomEvent, { type: T }>;
