import { z } from 'zod';
import { PersonView } from './accounts.js';
import { MessageView } from './chat.js';
import { LineEnd, PictureView, PreviewView, QueuePlace, TakeView } from './generation.js';
import { LIMITS } from './limits.js';
import { RoomEvent } from './log.js';
import { At, Bytes, Id, Language, Seq, text, words } from './primitives.js';

export const Visibility = z.enum(['public', 'private']);
export type Visibility = z.infer<typeof Visibility>;
/** A viewer reads, an editor writes and renders, an owner manages. Visitors without an account are viewers of public rooms. */
export const Role = z.enum(['viewer', 'editor', 'owner']);
export type Role = z.infer<typeof Role>;

export const RoomView = z
  .strictObject({
    id: Id,
    name: z.string(),
    topic: z.string(),
    visibility: Visibility,
    language: Language,
    owner: PersonView,
    createdAt: At,
  })
  .meta({ id: 'Room' });
export type RoomView = z.infer<typeof RoomView>;

export const NewRoom = z
  .strictObject({
    name: words(LIMITS.roomNameLength),
    topic: text(LIMITS.roomTopicLength).default(''),
    visibility: Visibility,
    language: Language,
  })
  .meta({ id: 'NewRoom' });
export type NewRoom = z.infer<typeof NewRoom>;

/** `people` are signed in, one entry a person however many tabs; visitors are only counted. */
export const PresenceView = z
  .strictObject({ people: z.array(PersonView), visitors: z.number().int().nonnegative() })
  .meta({ id: 'Presence' });
export type PresenceView = z.infer<typeof PresenceView>;

/** A room in the lobby: who is in it, what renders there now, or its last picture. */
export const RoomCard = z
  .strictObject({
    room: RoomView,
    presence: PresenceView,
    rendering: z.strictObject({ takeId: Id, step: z.number().int(), steps: z.number().int() }).nullable(),
    lastPicture: PictureView.nullable(),
    lastTakeAt: At.nullable(),
    lastMessage: z.strictObject({ author: z.string(), text: z.string(), at: At }).nullable(),
  })
  .meta({ id: 'RoomCard' });
export type RoomCard = z.infer<typeof RoomCard>;

export const LobbyView = z
  .strictObject({
    mine: z.array(RoomCard),
    open: z.array(RoomCard),
    openTotal: z.number().int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Lobby' });
export type LobbyView = z.infer<typeof LobbyView>;

export const InvitationView = z.strictObject({ token: z.string(), path: z.string() }).meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof InvitationView>;
/** What the link shows before it is accepted. */
export const InvitationPreview = z
  .strictObject({ room: z.strictObject({ id: Id, name: z.string(), topic: z.string() }), invitedBy: z.string() })
  .meta({ id: 'InvitationPreview' });
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const OpenRoom = z.strictObject({ roomId: Id, afterSeq: Seq.optional() });
export const CloseRoom = z.strictObject({ roomId: Id });
/** Asked for when a jump in seq shows that something is missing. */
export const MissedEvents = z.strictObject({ roomId: Id, afterSeq: Seq });
export const EventPage = z.strictObject({ events: z.array(RoomEvent), seq: Seq, more: z.boolean() });

/** The state tables, newest page of each; older pages are asked for. */
export const FreshState = z.strictObject({
  kind: z.literal('fresh'),
  messages: z.array(MessageView),
  moreMessages: z.boolean(),
  takes: z.array(TakeView),
  moreTakes: z.boolean(),
});
export const MissedState = z.strictObject({ kind: z.literal('events'), events: z.array(RoomEvent) });

/** One reply that puts whoever arrives into the present. */
export const RoomSnapshot = z
  .strictObject({
    room: RoomView,
    role: Role,
    /** Last seq that `state` covers. */
    seq: Seq,
    state: z.discriminatedUnion('kind', [FreshState, MissedState]),
    /** Yjs update: the whole document. */
    document: Bytes,
    /** y-protocols awareness update: everybody's cursor, absent when nobody has one. */
    awareness: Bytes.optional(),
    presence: PresenceView,
    queue: z.array(QueuePlace),
    lineEnd: LineEnd,
    /** The running take with its newest frame. */
    previews: z.array(PreviewView),
  })
  .meta({ id: 'RoomSnapshot' });
export type RoomSnapshot = z.infer<typeof RoomSnapshot>;
