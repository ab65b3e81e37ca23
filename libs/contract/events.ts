import { z } from 'zod';
import { AvailabilityView, UserView } from './accounts.js';
import { AdminView } from './admin.js';
import { ReadState } from './chat.js';
import { CommentView, ReactionSubject } from './comments.js';
import { ErrorView } from './errors.js';
import { QueueTail, FrameView, OwnTakes, QueuePosition, TakeView } from './generation.js';
import { HubCounts } from './hub-views.js';
import { DraftView } from './hub-drafts.js';
import { ReviewView, StarHistogram } from './hub-feedback.js';
import { RoomEvent } from './room-events.js';
import { NotificationView } from './notifications.js';
import { EmojiCount, PostCounts, PostView } from './posts.js';
import { Bytes, Id, Seq } from './primitives.js';
import { PresenceView, RoomCard } from './rooms.js';
import { CaseCounts, CaseView } from './safety-cases.js';
import { SAFETY_PROMPT_PREFIX_EVENTS } from './safety-prompt-prefixes.js';
import { SAFETY_BLOCKED_TERM_EVENTS } from './safety-blocked-terms.js';

/** Not logged. Clients keep the newest, and the server may drop them under load. */
export const EPHEMERAL_EVENTS = {
  'chat.userTyping': z.strictObject({ roomId: Id, user: UserView }),
  /** `isRemoval`: a moderator's decision deleted text. */
  'jam.documentUpdated': z.strictObject({ roomId: Id, update: Bytes, isRemoval: z.literal(true).optional() }),
  /** Instead of `jam.documentUpdated`, to visitors: the whole document, with blocked terms masked. */
  'jam.maskedDocumentChanged': z.strictObject({ roomId: Id, document: Bytes }),
  'jam.awarenessUpdated': z.strictObject({ roomId: Id, update: Bytes }),
  /** The log head of a room, sent every few seconds. A client with a lower seq has a gap. */
  'rooms.logHead': z.strictObject({ roomId: Id, seq: Seq }),
  /** To all sockets of one user: they lost access to this room, and why. */
  'rooms.accessRevoked': z.strictObject({ roomId: Id, error: ErrorView }),
  /**
   * To the sockets of a direct room: whether messages of one user reach the other, and whose first messages wait for
   * acceptance, if any.
   */
  'rooms.reachabilityChanged': z.strictObject({ roomId: Id, isUnreachable: z.boolean(), requestBy: Id.optional() }),
  /** To all sockets of one user: the read state of a room changed. */
  'chat.readStateChanged': ReadState,
  /** To all sockets of one user: a new notification, or only a new unread count. */
  'me.notificationReceived': z.strictObject({ notification: NotificationView.optional(), unread: z.number().int() }),
  /**
   * To all sockets of one user: their account, sessions, rooms, blocks, or lent renderers changed. Clients refetch what they show of
   * it.
   */
  'me.stateChanged': z.strictObject({
    what: z.enum(['account', 'sessions', 'rooms', 'blocks', 'follows', 'choices', 'lentRenderers']),
  }),
  /** A user changed their name or avatar, or was deleted. */
  'users.profileChanged': z.strictObject({ user: UserView }),
  /** Only users the client subscribed to. */
  'users.availabilityChanged': AvailabilityView,
  'rooms.presenceChanged': z.strictObject({ roomId: Id, presence: PresenceView }),
  'generation.frame': FrameView,
  /** Bytes of a take's model that its renderer has downloaded. `bytes` equals `of` when it is complete. */
  'generation.downloadProgress': z.strictObject({
    ...{ roomId: Id, takeId: Id, bytes: z.number().int().nonnegative(), of: z.number().int().nonnegative() },
  }),
  /** To sockets subscribed to their own takes: the current state of one. */
  'generation.takeUpdated': z.strictObject({ take: TakeView }),
  'generation.queueChanged': z.strictObject({ roomId: Id, queue: z.array(QueuePosition), queueTail: QueueTail }),
  /** To all sockets of one user. */
  'generation.ownTakesChanged': OwnTakes,
  /** `card` null: the room left this lobby. */
  'lobby.changed': z.strictObject({ roomId: Id, card: RoomCard.nullable() }),
  /** A live thumbnail for the lobby, at most two per second and room. */
  'lobby.frame': FrameView,
  /** To subscribers of the feed: a new post and the ids of its LoRAs, if any. */
  'feed.published': z.strictObject({ post: PostView, loraIds: z.array(z.string()).optional() }),
  /** To subscribers of the feed or the post: it was edited. */
  'feed.postUpdated': z.strictObject({ post: PostView }),
  /** To its author and its room: an image of a take was published, or, with `index` null, unpublished. */
  'feed.takePublished': z.strictObject({ takeId: Id, postId: Id, index: z.number().int().nullable() }),
  'feed.postDeleted': z.strictObject({ postId: Id }),
  /** Batched changed counts, at most once a second per post. */
  'feed.countsChanged': z.strictObject({ posts: z.array(z.strictObject({ postId: Id, counts: PostCounts })) }),
  /** To subscribers of its subject: a comment was added, edited, or deleted. */
  'comments.changed': z.strictObject({ comment: CommentView }),
  /** To the same: the reactions to a comment or a review. Those to a post or a model come with its counts. */
  'comments.reactionsChanged': z.strictObject({ subject: ReactionSubject, reactions: z.array(EmojiCount) }),
  /** To all clients, at most once a second: the available models changed. */
  'models.listChanged': z.strictObject({ removedIds: z.array(z.string()) }),
  /** To the sockets of the creator: the current state of a draft. */
  'hub.draftUpdated': z.strictObject({ draft: DraftView }),
  'hub.draftDeleted': z.strictObject({ draftId: Id }),
  /** To subscribers of the model: it changed and must be refetched. */
  'hub.modelChanged': z.strictObject({ modelId: Id }),
  'hub.modelDeleted': z.strictObject({ modelId: Id }),
  'hub.countsChanged': z.strictObject({ modelId: Id, counts: HubCounts }),
  /** `review` null: deleted. */
  'hub.reviewChanged': z.strictObject({
    ...{ modelId: Id, userId: Id, review: ReviewView.nullable() },
    /** The histogram after the change. */
    spread: StarHistogram,
  }),
  /** To subscribed moderators: a new or changed case. Without `case`, only the counts changed. */
  'safety.caseChanged': z.strictObject({ case: CaseView.optional(), counts: CaseCounts }),
  ...SAFETY_BLOCKED_TERM_EVENTS,
  ...SAFETY_PROMPT_PREFIX_EVENTS,
  /** To subscribed admins, at most once a second. */
  'admin.statusChanged': AdminView,
  /** Sent before the server disconnects the socket: why, and whether to reconnect. */
  'session.ended': z.strictObject({ error: ErrorView, reconnect: z.boolean() }),
} as const;

export type EphemeralEventName = keyof typeof EPHEMERAL_EVENTS;
export type VolatilePayload<E extends EphemeralEventName> = z.infer<(typeof EPHEMERAL_EVENTS)[E]>;

/** All server-to-client events: room log events under their type, and ephemeral ones. */
export type ServerEvents = { [E in EphemeralEventName]: (payload: VolatilePayload<E>) => void } & {
  [T in RoomEvent['type']]: (event: Extract<RoomEvent, { type: T }>) => void;
};
