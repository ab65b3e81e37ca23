import { z } from 'zod';
import { UserView } from './accounts.js';
import { MessageView } from './chat.js';
import { TAKE_FAILURES } from './errors.js';
import { SteerView, TakeView } from './generation.js';
import { Pace } from './jam.js';
import { Timestamp, Id, Seq } from './primitives.js';
import { Role, RoomSettings } from './room-roles.js';

/** Somebody chose how slowly takes of the room render while several people watch. */
export const PaceChange = z.strictObject({ seconds: Pace, by: UserView });

/** Payloads of durable room events by type. The type is also the name of the socket event. */
export const ROOM_EVENT_PAYLOADS = {
  'rooms.created': z.strictObject({ by: UserView }),
  'rooms.joined': z.strictObject({ user: UserView, role: Role }),
  /** Only changed settings. */
  'rooms.updated': z.strictObject({ by: UserView, changes: RoomSettings.partial() }),
  'rooms.roleChanged': z.strictObject({ user: UserView, role: Role, by: UserView }),
  /** `by` is the user or who removed them. */
  'rooms.left': z.strictObject({ user: UserView, by: UserView, how: z.enum(['left', 'kicked', 'banned']) }),
  'rooms.unbanned': z.strictObject({ user: UserView, by: UserView }),
  /** Null `until` ends the mute. */
  'rooms.muted': z.strictObject({ user: UserView, by: UserView, until: Timestamp.nullable() }),
  'rooms.archived': z.strictObject({ by: UserView, on: z.boolean() }),
  'chat.sent': z.strictObject({ message: MessageView }),
  'chat.edited': z.strictObject({
    messageId: Id,
    text: z.string(),
    mentions: z.array(UserView).optional(),
    editedAt: Timestamp,
  }),
  'chat.deleted': z.strictObject({ messageId: Id, by: UserView, at: Timestamp }),
  /** A moderator restored a removed message. */
  'chat.restored': z.strictObject({ messageId: Id, message: MessageView }),
  'chat.pinned': z.strictObject({ messageId: Id, by: UserView, at: Timestamp, on: z.boolean() }),
  /** `count` of users after this event. Absent in events of former versions. */
  'chat.reacted': z.strictObject({
    messageId: Id,
    emoji: z.string(),
    user: UserView,
    on: z.boolean(),
    count: z.number().int().optional(),
  }),
  'generation.queued': z.strictObject({ take: TakeView }),
  'generation.started': z.strictObject({ takeId: Id, at: Timestamp }),
  /** It lost its renderer, or its server stopped. Another `generation.started` follows. */
  'generation.requeued': z.strictObject({ takeId: Id }),
  'generation.steered': z.strictObject({ takeId: Id, steer: SteerView }),
  'generation.finished': z.strictObject({ take: TakeView }),
  'generation.failed': z.strictObject({ takeId: Id, code: z.enum(TAKE_FAILURES), detail: z.string() }),
  /** `adminReason`, maybe empty: an admin ended it. Without `by`, at the terminal of the server. */
  'generation.cancelled': z.strictObject({
    takeId: Id,
    by: UserView.optional(),
    step: z.number().int(),
    adminReason: z.string().optional(),
  }),
  /** Without an actor, it was unpinned because none of its images is visible any more. */
  'generation.pinned': z.strictObject({ take: TakeView, on: z.boolean() }),
  'jam.paceChanged': PaceChange,
} as const;

export type RoomEventType = keyof typeof ROOM_EVENT_PAYLOADS;
export type LogPayload<T extends RoomEventType> = z.infer<(typeof ROOM_EVENT_PAYLOADS)[T]>;
export const LOG_TYPES = Object.keys(ROOM_EVENT_PAYLOADS) as RoomEventType[];

const envelope = <T extends RoomEventType>(type: T) =>
  z.strictObject({
    roomId: Id,
    seq: Seq,
    type: z.literal(type),
    actorId: Id.nullable(),
    at: Timestamp,
    payload: ROOM_EVENT_PAYLOADS[type],
  });

/** One event of a room log. `seq` gives a total order without gaps. */
export const RoomEvent = z
  .discriminatedUnion('type', [
    envelope('rooms.created'),
    envelope('rooms.joined'),
    envelope('rooms.updated'),
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
    envelope('generation.requeued'),
    envelope('generation.steered'),
    envelope('generation.finished'),
    envelope('generation.failed'),
    envelope('generation.cancelled'),
    envelope('generation.pinned'),
    envelope('jam.paceChanged'),
  ])
  .meta({ id: 'RoomEvent' });
export type RoomEvent = z.infer<typeof RoomEvent>;
export type RoomEventOf<T extends RoomEventType> = Extract<RoomEvent, { type: T }>;
