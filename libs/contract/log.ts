import { z } from 'zod';
import { PersonView } from './accounts.js';
import { MessageView } from './chat.js';
import { TAKE_FAILURES } from './errors.js';
import { SteerView, TakeView } from './generation.js';
import { At, Id, Seq } from './primitives.js';
import { Role, RoomAspects } from './rooms-base.js';

/** What durably happens in a room, by type. The type is the name of the socket event that carries it. */
export const LOG_PAYLOADS = {
  'rooms.created': z.strictObject({ by: PersonView }),
  'rooms.joined': z.strictObject({ person: PersonView, role: Role }),
  /** Only what changed. */
  'rooms.changed': z.strictObject({ by: PersonView, changes: RoomAspects.partial() }),
  'rooms.roleChanged': z.strictObject({ person: PersonView, role: Role, by: PersonView }),
  /** By themselves, or sent away. */
  'rooms.left': z.strictObject({ person: PersonView, by: PersonView, how: z.enum(['left', 'kicked', 'banned']) }),
  'rooms.unbanned': z.strictObject({ person: PersonView, by: PersonView }),
  /** `until` null: may speak again. */
  'rooms.muted': z.strictObject({ person: PersonView, by: PersonView, until: At.nullable() }),
  'rooms.archived': z.strictObject({ by: PersonView, on: z.boolean() }),
  'chat.sent': z.strictObject({ message: MessageView }),
  'chat.edited': z.strictObject({
    messageId: Id,
    text: z.string(),
    mentions: z.array(PersonView).optional(),
    editedAt: At,
  }),
  'chat.deleted': z.strictObject({ messageId: Id, by: PersonView, at: At }),
  /** Those who moderate put back what they had removed: it is as it was. */
  'chat.restored': z.strictObject({ messageId: Id, message: MessageView }),
  'chat.pinned': z.strictObject({ messageId: Id, by: PersonView, at: At, on: z.boolean() }),
  /** `count` of those who have given it from then on; absent in what former versions logged. */
  'chat.reacted': z.strictObject({
    messageId: Id,
    emoji: z.string(),
    person: PersonView,
    on: z.boolean(),
    count: z.number().int().optional(),
  }),
  'generation.queued': z.strictObject({ take: TakeView }),
  'generation.started': z.strictObject({ takeId: Id, at: At }),
  'generation.steered': z.strictObject({ takeId: Id, steer: SteerView }),
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
    envelope('rooms.changed'),
    envelope('rooms.roleChanged'),
    envelope('rooms.left'),
    envelope('rooms.unbanned'),
    envelope('rooms.muted'),
    envelope('rooms.archived'),
    envelope('chat.sent'),
    envelope('chat.edited'),
    envelope('chat.deleted'),
    envelope('chat.restored'),
    envelope('chat.pinned'),
    envelope('chat.reacted'),
    envelope('generation.queued'),
    envelope('generation.started'),
    envelope('generation.steered'),
    envelope('generation.finished'),
    envelope('generation.failed'),
    envelope('generation.cancelled'),
  ])
  .meta({ id: 'RoomEvent' });
export type RoomEvent = z.infer<typeof RoomEvent>;
export type RoomEventOf<T extends LogType> = Extract<RoomEvent, { type: T }>;
