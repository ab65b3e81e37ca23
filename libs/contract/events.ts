import { z } from 'zod';
import { AvailabilityView, UserView } from './accounts.js';
import { AdminView } from './admin.js';
import { ReadState } from './chat.js';
import { CommentView } from './comments.js';
import { ErrorView } from './errors.js';
import { QueueTail, PreviewView, QueuePosition, TakeView } from './generation.js';
import { HubCounts } from './hub-views.js';
import { DraftView } from './hub-drafts.js';
import { HubCommentView, ReviewView, StarHistogram } from './hub-feedback.js';
import { RoomEvent } from './room-events.js';
import { NotificationView } from './notifications.js';
import { EmojiCount, PostCounts, PostView } from './posts.js';
import { Bytes, Id, Seq } from './primitives.js';
import { PresenceView, RoomCard } from './rooms.js';
import { CaseCounts, CaseView } from './safety-cases.js';
import { SAFETY_STYLE_EVENTS } from './safety-prompt-prefixes.js';
import { SAFETY_WORD_EVENTS } from './safety-blocked-terms.js';

/** Not logged: newest wins, dropped under pressure, never waited for. */
export const EPHEMERAL_EVENTS = {
  'chat.userTyping': z.strictObject({ roomId: Id, user: UserView }),
  'jam.documentUpdated': z.strictObject({ roomId: Id, update: Bytes }),
  'jam.awarenessUpdated': z.strictObject({ roomId: Id, update: Bytes }),
  /** Where the log of a room stands, now and then: who hears of a seq they do not have lacks something. */
  'rooms.logHead': z.strictObject({ roomId: Id, seq: Seq }),
  /** To one user's pages: they may no longer see this room, and why. */
  'rooms.accessRevoked': z.strictObject({ roomId: Id, error: ErrorView }),
  /** To the pages of a room for two: whether what one of them says reaches the other from now on. */
  'rooms.reachabilityChanged': z.strictObject({ roomId: Id, isUnreachable: z.boolean() }),
  /** To one user's pages: what they have not read in a room has changed. */
  'chat.readStateChanged': ReadState,
  /** To one user's pages: something new for them, or another number of what is unread. */
  'me.notificationReceived': z.strictObject({ notification: NotificationView.optional(), unread: z.number().int() }),
  /** To one user's pages: their account, sessions, rooms or blocks changed; what of it they show they read anew. */
  'me.stateChanged': z.strictObject({ what: z.enum(['account', 'sessions', 'rooms', 'blocks', 'follows', 'choices']) }),
  /** Somebody shows another name or image from now on, or is gone. */
  'users.profileChanged': z.strictObject({ user: UserView }),
  /** Of the users this page watches. */
  'users.availabilityChanged': AvailabilityView,
  'rooms.presenceChanged': z.strictObject({ roomId: Id, presence: PresenceView }),
  'generation.previewFrame': PreviewView,
  /** Files of a take's model are on their way to its renderer: so many bytes are there; all, when it begins. */
  'generation.downloadProgress': z.strictObject({
    ...{ roomId: Id, takeId: Id, bytes: z.number().int().nonnegative(), of: z.number().int().nonnegative() },
  }),
  /** To pages on which somebody looks at their own takes: one of them as it is now. */
  'generation.takeUpdated': z.strictObject({ take: TakeView }),
  'generation.queueChanged': z.strictObject({ roomId: Id, queue: z.array(QueuePosition), queueTail: QueueTail }),
  /** `card` null: the room is no longer in this lobby. */
  'lobby.changed': z.strictObject({ roomId: Id, card: RoomCard.nullable() }),
  /** A live thumbnail for the lobby, at most two a second and room. */
  'lobby.previewFrame': PreviewView,
  /** To clients that watch the feed: a new post, and the LoRAs it was made with; absent: none. */
  'feed.published': z.strictObject({ post: PostView, loraIds: z.array(z.string()).optional() }),
  /** To whoever watches the feed or this image: its words changed, or it is gone. */
  'feed.postUpdated': z.strictObject({ post: PostView }),
  /** To whoever rendered it, on all their pages, and to whoever is in its room: an image of a take is in the feed, or (index null) no more. */
  'feed.takePublished': z.strictObject({ takeId: Id, postId: Id, index: z.number().int().nullable() }),
  'feed.postDeleted': z.strictObject({ postId: Id }),
  /** Counts that moved, gathered: at most once a second and post. */
  'feed.countsChanged': z.strictObject({ posts: z.array(z.strictObject({ postId: Id, counts: PostCounts })) }),
  /** To whoever watches this image: a comment, new, edited or removed. */
  'feed.commentChanged': z.strictObject({ comment: CommentView }),
  'feed.commentReactionsChanged': z.strictObject({ postId: Id, commentId: Id, reactions: z.array(EmojiCount) }),
  /** To everybody, at most once a second: what can be chosen in rooms is another. `gone`: what cannot be chosen any more. */
  'models.listChanged': z.strictObject({ removedIds: z.array(z.string()) }),
  /** To a creator's pages: a draft as it is now. */
  'hub.draftUpdated': z.strictObject({ draft: DraftView }),
  'hub.draftDeleted': z.strictObject({ draftId: Id }),
  /** To whoever looks at a model: it is read anew; or it is gone. */
  'hub.modelChanged': z.strictObject({ modelId: Id }),
  'hub.modelDeleted': z.strictObject({ modelId: Id }),
  'hub.countsChanged': z.strictObject({ modelId: Id, counts: HubCounts }),
  'hub.commentChanged': z.strictObject({ comment: HubCommentView }),
  /** Emoji of a comment or a review. */
  'hub.feedbackReactionsChanged': z.strictObject({ modelId: Id, id: Id, reactions: z.array(EmojiCount) }),
  /** `review` null: taken back. */
  'hub.reviewChanged': z.strictObject({
    ...{ modelId: Id, userId: Id, review: ReviewView.nullable() },
    /** With it, or without. */
    spread: StarHistogram,
  }),
  /** To those who moderate and watch the queue: this case is another one, or new. Without it: only the counts moved. */
  'safety.caseChanged': z.strictObject({ case: CaseView.optional(), counts: CaseCounts }),
  ...SAFETY_WORD_EVENTS,
  ...SAFETY_STYLE_EVENTS,
  /** To those who look after the instance and watch, at most once a second. */
  'admin.statusChanged': AdminView,
  /** Said before the server cuts this socket: why, and whether to come back. */
  'session.ended': z.strictObject({ error: ErrorView, reconnect: z.boolean() }),
} as const;

export type EphemeralEventName = keyof typeof EPHEMERAL_EVENTS;
export type VolatilePayload<E extends EphemeralEventName> = z.infer<(typeof EPHEMERAL_EVENTS)[E]>;

/** Everything the server says: log events under their type, and the volatile ones. */
export type ServerEvents = { [E in EphemeralEventName]: (payload: VolatilePayload<E>) => void } & {
  [T in RoomEvent['type']]: (event: Extract<RoomEvent, { type: T }>) => void;
};
