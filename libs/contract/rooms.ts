import { z } from 'zod';
import { Availability, UserView } from './accounts.js';
import { MessageView, ReadState } from './chat.js';
import { QueueTail, ImageView, FrameView, OwnTakes, QueuePosition, TakeView } from './generation.js';
import { Pace } from './jam.js';
import { LIMITS } from './limits.js';
import { PaceChange, RoomEvent } from './room-events.js';
import { Timestamp, Bytes, ClientId, Id, Language, Seq, text, limitCombiningMarks } from './primitives.js';
import { DefaultRole, Role, RoomSettings, RoomName, RoomTopic, Visibility } from './room-roles.js';

export const RoomView = z
  .strictObject({
    id: Id,
    name: z.string(),
    topic: z.string(),
    visibility: Visibility,
    language: Language,
    owner: UserView,
    createdAt: Timestamp,
    defaultRole: DefaultRole,
    /** Only the instance's own renderers render its takes, no lent ones. */
    ownRenderersOnly: z.boolean(),
    /** Set if the room is read-only. */
    archivedAt: Timestamp.optional(),
    /** The two participants of a direct room. Such a room has no name. */
    direct: z.array(UserView).length(2).optional(),
    /** In a direct room: the user whose first messages wait until the other one accepts. */
    requestBy: Id.optional(),
  })
  .meta({ id: 'Room' });
export type RoomView = z.infer<typeof RoomView>;

export const NewRoom = z
  .strictObject({
    name: RoomName,
    topic: RoomTopic.default(''),
    visibility: Visibility,
    language: Language,
    defaultRole: DefaultRole.default('editor'),
    /** By default, true for a private room. */
    ownRenderersOnly: z.boolean().optional(),
  })
  .meta({ id: 'NewRoom' });
export type NewRoom = z.infer<typeof NewRoom>;

/**
 * `users` are signed in, once each however many tabs: at most `LIMITS.presentUsers`, those who are not away first.
 * `unlisted` counts the further ones. Those in `away` are idle in all of their tabs. Visitors are only counted.
 */
export const PresenceView = z
  .strictObject({
    users: z.array(UserView),
    unlisted: z.number().int().positive().optional(),
    away: z.array(Id).optional(),
    visitors: z.number().int().nonnegative(),
  })
  .meta({ id: 'Presence' });
export type PresenceView = z.infer<typeof PresenceView>;

/** How many people a presence counts, visitors included. */
export const presentCount = ({ users, unlisted = 0, visitors }: PresenceView): number =>
  users.length + unlisted + visitors;

/** A room in the lobby: presence, its current take, and its last image. */
export const RoomCard = z
  .strictObject({
    room: RoomView,
    presence: PresenceView,
    rendering: z.strictObject({ takeId: Id, step: z.number().int(), steps: z.number().int() }).nullable(),
    /** The beginning of the prompt of the current take, else of the last image that everyone may see. */
    prompt: z.string().optional(),
    lastImage: ImageView.nullable(),
    lastTakeAt: Timestamp.nullable(),
    lastMessage: z.strictObject({ author: z.string(), text: z.string(), at: Timestamp }).nullable(),
  })
  .meta({ id: 'RoomCard' });
export type RoomCard = z.infer<typeof RoomCard>;

export const LobbyView = z
  .strictObject({
    mine: z.array(RoomCard),
    /** Of `mine`: where the requester is a viewer. */
    viewOnly: z.array(Id),
    /** The requester's direct rooms, newest first. */
    direct: z.array(RoomCard),
    open: z.array(RoomCard),
    openTotal: z.number().int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Lobby' });
export type LobbyView = z.infer<typeof LobbyView>;

/** Options of a new invitation. Without `hours` it never expires, without `uses` it is unlimited. */
export const NewInvitation = z
  .strictObject({
    hours: z.number().int().min(LIMITS.invitationHours.min).max(LIMITS.invitationHours.max).optional(),
    uses: z.number().int().min(LIMITS.invitationUses.min).max(LIMITS.invitationUses.max).optional(),
    role: DefaultRole.default('editor'),
  })
  .meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof NewInvitation>;
export const InvitationSummary = z
  .strictObject({
    id: Id,
    by: UserView,
    role: DefaultRole,
    createdAt: Timestamp,
    expiresAt: Timestamp.optional(),
    usesLeft: z.number().int().optional(),
    /** How often it was used. */
    useCount: z.number().int(),
  })
  .meta({ id: 'InvitationSummary' });
export type InvitationSummary = z.infer<typeof InvitationSummary>;
/** Only the creation reply contains the token. */
export const InvitationView = InvitationSummary.extend({ token: z.string(), path: z.string() }).meta({
  id: 'Invitation',
});
export type InvitationView = z.infer<typeof InvitationView>;
/** Active invitations, newest first. */
export const InvitationList = z
  .strictObject({ invitations: z.array(InvitationSummary) })
  .meta({ id: 'InvitationList' });
export type InvitationList = z.infer<typeof InvitationList>;
/** What the link shows before it is accepted. */
export const InvitationPreview = z
  .strictObject({
    room: z.strictObject({ id: Id, name: z.string(), topic: z.string(), visibility: Visibility }),
    invitedBy: z.string(),
    /** What new members become. */
    role: DefaultRole,
    /** Only of a room that the lobby shows to everyone. */
    card: RoomCard.optional(),
    /** The user has joined already. */
    isMember: z.boolean().optional(),
  })
  .meta({ id: 'InvitationPreview' });
export type InvitationPreview = z.infer<typeof InvitationPreview>;

export const MemberView = z
  .strictObject({
    user: UserView,
    role: Role,
    availability: Availability,
    joinedAt: Timestamp,
    mutedUntil: Timestamp.optional(),
  })
  .meta({ id: 'Member' });
export type MemberView = z.infer<typeof MemberView>;
export const BanView = z
  .strictObject({ user: UserView, by: UserView, reason: z.string(), at: Timestamp })
  .meta({ id: 'Ban' });
export type BanView = z.infer<typeof BanView>;
/**
 * Owners first, then members who are present, then others by name. At most LIMITS.membersPerPage of `total`. `bans` is
 * only for users who manage the room.
 */
export const MemberList = z
  .strictObject({ members: z.array(MemberView), total: z.number().int(), bans: z.array(BanView).optional() })
  .meta({ id: 'MemberList' });
export type MemberList = z.infer<typeof MemberList>;

const idempotentInRoom = { roomId: Id, clientId: ClientId };
const aboutMember = { ...idempotentInRoom, userId: Id };
export const InRoom = z.strictObject({ roomId: Id });
export const UpdateRoom = z
  .strictObject({ ...idempotentInRoom, changes: RoomSettings.partial() })
  .refine(({ changes }) => Object.keys(changes).length > 0, 'nothing to change');
export const SetRole = z.strictObject({ ...aboutMember, role: Role });
export const KickMember = z.strictObject(aboutMember);
/** Null `minutes` ends the mute. */
export const MuteMember = z.strictObject({
  ...aboutMember,
  minutes: z
    .number()
    .int()
    .min(1)
    .max(60 * 24 * 30)
    .nullable(),
});
export const BanUser = z.strictObject({
  ...aboutMember,
  on: z.boolean(),
  reason: limitCombiningMarks(text(LIMITS.banReasonLength)).default(''),
});
export const ArchiveRoom = z.strictObject({ ...idempotentInRoom, on: z.boolean() });
export const LeaveRoom = z.strictObject(idempotentInRoom);
/** Declining hides the room from the recipient. The sender doesn't learn it. */
export const AnswerRequest = z.strictObject({ roomId: Id, accept: z.boolean() });
export const OpenDirect = z.strictObject({ userId: Id }).meta({ id: 'OpenDirect' });

export const OpenRoom = z.strictObject({
  roomId: Id,
  afterSeq: Seq.optional(),
  /** Reads a public room without becoming a member of it. */
  lookIn: z.literal(true).optional(),
});
export const CloseRoom = z.strictObject({ roomId: Id });
/** Requested when a jump in seq reveals a gap. */
export const EventsSince = z.strictObject({ roomId: Id, afterSeq: Seq });
export const EventPage = z.strictObject({ events: z.array(RoomEvent), seq: Seq, more: z.boolean() });

/** A change of the pace, as the log has it. */
export const LoggedPaceChange = PaceChange.extend({ seq: Seq, at: Timestamp });
export type LoggedPaceChange = z.infer<typeof LoggedPaceChange>;

/** Somebody became a member, as the log has it. */
export const LoggedJoin = z.strictObject({ user: UserView, seq: Seq, at: Timestamp });
export type LoggedJoin = z.infer<typeof LoggedJoin>;

/** The newest page of messages and takes. Older pages are requested separately. */
export const SnapshotState = z.strictObject({
  kind: z.literal('fresh'),
  messages: z.array(MessageView),
  moreMessages: z.boolean(),
  takes: z.array(TakeView),
  moreTakes: z.boolean(),
  /** The last pinned first. They may be older than `takes`. */
  pinnedTakes: z.array(TakeView).max(LIMITS.pinnedTakesPerRoom).optional(),
  /** The last changes, oldest first. The last one holds. */
  paceChanges: z.array(LoggedPaceChange).max(LIMITS.paceChangesShown).optional(),
  /** The last ones of those who are still members, oldest first. */
  joins: z.array(LoggedJoin).max(LIMITS.joinsShown).optional(),
});
export const EventsState = z.strictObject({ kind: z.literal('events'), events: z.array(RoomEvent) });

/** All state a client gets when it opens a room. */
export const RoomSnapshot = z
  .strictObject({
    room: RoomView,
    role: Role,
    /** A signed-in user who isn't a member. */
    isOutsider: z.literal(true).optional(),
    /** Absent for visitors. */
    readState: ReadState.optional(),
    /** Set while the requester is muted. */
    mutedUntil: Timestamp.optional(),
    /** Only in a direct room: messages don't reach the other user. */
    isUnreachable: z.literal(true).optional(),
    /** Last seq that `state` covers. */
    seq: Seq,
    state: z.discriminatedUnion('kind', [SnapshotState, EventsState]),
    /** Yjs update with the whole document. */
    document: Bytes,
    /** For visitors: the document is a copy with blocked terms masked, which shares no history with another one. */
    isDocumentMasked: z.literal(true).optional(),
    /** Yjs clients with which the requester wrote what the document contains. */
    ownClients: z.array(z.number().int().nonnegative()).optional(),
    /** y-protocols awareness update with all text cursors. Absent if there are none. */
    awareness: Bytes.optional(),
    presence: PresenceView,
    queue: z.array(QueuePosition),
    queueTail: QueueTail,
    /** Of the requester. Absent for visitors. */
    ownTakes: OwnTakes.optional(),
    /** How slowly takes render while several people watch, in a public room that chose no pace. Absent at full speed. */
    publicPace: Pace.optional(),
    /** The running take with its newest frame. */
    frames: z.array(FrameView),
  })
  .meta({ id: 'RoomSnapshot' });
export type RoomSnapshot = z.infer<typeof RoomSnapshot>;
