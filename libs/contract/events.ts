import { z } from 'zod';
import { PersonView } from './accounts.js';
import { ErrorView } from './errors.js';
import { LineEnd, PreviewView, QueuePlace } from './generation.js';
import { RoomEvent } from './log.js';
import { Bytes, Id } from './primitives.js';
import { PresenceView, RoomCard } from './rooms.js';

/** Not logged: newest wins, dropped under pressure, never waited for. */
export const VOLATILE_EVENTS = {
  'chat.typed': z.strictObject({ roomId: Id, person: PersonView }),
  'jam.updated': z.strictObject({ roomId: Id, update: Bytes }),
  'jam.aware': z.strictObject({ roomId: Id, update: Bytes }),
  'rooms.present': z.strictObject({ roomId: Id, presence: PresenceView }),
  'generation.previewed': PreviewView,
  'generation.moved': z.strictObject({ roomId: Id, queue: z.array(QueuePlace), lineEnd: LineEnd }),
  /** `card` null: the room is no longer in this lobby. */
  'lobby.changed': z.strictObject({ roomId: Id, card: RoomCard.nullable() }),
  /** A live thumbnail for the lobby, at most two a second and room. */
  'lobby.previewed': PreviewView,
  /** Said before the server cuts this socket: why, and whether to come back. */
  'session.ended': z.strictObject({ error: ErrorView, reconnect: z.boolean() }),
} as const;

export type VolatileName = keyof typeof VOLATILE_EVENTS;
export type VolatilePayload<E extends VolatileName> = z.infer<(typeof VOLATILE_EVENTS)[E]>;

/** Everything the server says: log events under their type, and the volatile ones. */
export type ServerEvents = { [E in VolatileName]: (payload: VolatilePayload<E>) => void } & {
  [T in RoomEvent['type']]: (event: Extract<RoomEvent, { type: T }>) => void;
};
