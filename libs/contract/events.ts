import { z } from 'zod';
import { AvailabilityView, PersonView } from './accounts.js';
import { AdminView } from './admin.js';
import { ReadMark } from './chat.js';
import { CommentView } from './comments.js';
import { ErrorView } from './errors.js';
import { LineEnd, PreviewView, QueuePlace, TakeView } from './generation.js';
import { HubCounts } from './hub-views.js';
import { DraftView } from './hub-drafts.js';
import { HubCommentView, ReviewView, StarSpread } from './hub-talk.js';
import { RoomEvent } from './log.js';
import { NotificationView } from './notifications.js';
import { EmojiCount, PostCounts, PostView } from './posts.js';
import { Bytes, Id, Seq } from './primitives.js';
import { PresenceView, RoomCard } from './rooms.js';
import { CaseCounts, CaseView } from './safety-cases.js';
import { SAFETY_STYLE_EVENTS } from './safety-styles.js';
import { SAFETY_WORD_EVENTS } from './safety-words.js';

/** Not logged: newest wins, dropped under pressure, never waited for. */
export const VOLATILE_EVENTS = {
  'chat.typed': z.strictObject({ roomId: Id, person: PersonView }),
  'jam.updated': z.strictObject({ roomId: Id, update: Bytes }),
  'jam.aware': z.strictObject({ roomId: Id, update: Bytes }),
  /** Where the log of a room stands, now and then: who hears of a seq they do not have lacks something. */
  'rooms.at': z.strictObject({ roomId: Id, seq: Seq }),
  /** To one person's pages: they may no longer see this room, and why. */
  'rooms.closed': z.strictObject({ roomId: Id, error: ErrorView }),
  /** To the pages of a room for two: whether what one of them says reaches the other from now on. */
  'rooms.parted': z.strictObject({ roomId: Id, isUnreachable: z.boolean() }),
  /** To one person's pages: what they have not read in a room has changed. */
  'chat.marked': ReadMark,
  /** To one person's pages: something new for them, or another number of what is unread. */
  'me.notified': z.strictObject({ notification: NotificationView.optional(), unread: z.number().int() }),
  /** To one person's pages: their account, sessions, rooms or blocks changed; what of it they show they read anew. */
  'me.changed': z.strictObject({ what: z.enum(['account', 'sessions', 'rooms', 'blocks', 'follows', 'choices']) }),
  /** Somebody shows another name or picture from now on, or is gone. */
  'people.changed': z.strictObject({ person: PersonView }),
  /** Of the people this page watches. */
  'people.available': AvailabilityView,
  'rooms.present': z.strictObject({ roomId: Id, presence: PresenceView }),
  'generation.previewed': PreviewView,
  /** Files of a take's model are on their way to its renderer: so many bytes are there; all, when it begins. */
  'generation.fetched': z.strictObject({
    ...{ roomId: Id, takeId: Id, bytes: z.number().int().nonnegative(), of: z.number().int().nonnegative() },
  }),
  /** To pages on which somebody looks at their own takes: one of them as it is now. */
  'generation.mine': z.strictObject({ take: TakeView }),
  'generation.moved': z.strictObject({ roomId: Id, queue: z.array(QueuePlace), lineEnd: LineEnd }),
  /** `card` null: the room is no longer in this lobby. */
  'lobby.changed': z.strictObject({ roomId: Id, card: RoomCard.nullable() }),
  /** A live thumbnail for the lobby, at most two a second and room. */
  'lobby.previewed': PreviewView,
  /** To clients that watch the feed: a new post, and the LoRAs it was made with; absent: none. */
  'feed.published': z.strictObject({ post: PostView, loraIds: z.array(z.string()).optional() }),
  /** To whoever watches the feed or this picture: its words changed, or it is gone. */
  'feed.changed': z.strictObject({ post: PostView }),
  /** To whoever rendered it, on all their pages, and to whoever is in its room: a picture of a take is in the feed, or (index null) no more. */
  'feed.takeShown': z.strictObject({ takeId: Id, postId: Id, index: z.number().int().nullable() }),
  'feed.removed': z.strictObject({ postId: Id }),
  /** Counts that moved, gathered: at most once a second and post. */
  'feed.counted': z.strictObject({ posts: z.array(z.strictObject({ postId: Id, counts: PostCounts })) }),
  /** To whoever watches this picture: a comment, new, edited or removed. */
  'feed.commented': z.strictObject({ comment: CommentView }),
  'feed.commentCounted': z.strictObject({ postId: Id, commentId: Id, reactions: z.array(EmojiCount) }),
  /** To everybody, at most once a second: what can be chosen in rooms is another. `gone`: what cannot be chosen any more. */
  'models.changed': z.strictObject({ gone: z.array(z.string()) }),
  /** To a maker's pages: a draft as it is now. */
  'hub.drafted': z.strictObject({ draft: DraftView }),
  'hub.draftRemoved': z.strictObject({ draftId: Id }),
  /** To whoever looks at a model: it is read anew; or it is gone. */
  'hub.changed': z.strictObject({ modelId: Id }),
  'hub.removed': z.strictObject({ modelId: Id }),
  'hub.counted': z.strictObject({ modelId: Id, counts: HubCounts }),
  'hub.commented': z.strictObject({ comment: HubCommentView }),
  /** Emoji of a comment or a review. */
  'hub.saidCounted': z.strictObject({ modelId: Id, id: Id, reactions: z.array(EmojiCount) }),
  /** `review` null: taken back. */
  'hub.reviewed': z.strictObject({
    ...{ modelId: Id, personId: Id, review: ReviewView.nullable() },
    /** With it, or without. */
    spread: StarSpread,
  }),
  /** To those who moderate and watch the queue: this case is another one, or new. Without it: only the counts moved. */
  'safety.case': z.strictObject({ case: CaseView.optional(), counts: CaseCounts }),
  ...SAFETY_WORD_EVENTS,
  ...SAFETY_STYLE_EVENTS,
  /** To those who look after the instance and watch, at most once a second. */
  'admin.changed': AdminView,
  /** Said before the server cuts this socket: why, and whether to come back. */
  'session.ended': z.strictObject({ error: ErrorView, reconnect: z.boolean() }),
} as const;

export type VolatileName = keyof typeof VOLATILE_EVENTS;
export type VolatilePayload<E extends VolatileName> = z.infer<(typeof VOLATILE_EVENTS)[E]>;

/** Everything the server says: log events under their type, and the volatile ones. */
export type ServerEvents = { [E in VolatileName]: (payload: VolatilePayload<E>) => void } & {
  [T in RoomEvent['type']]: (event: Extract<RoomEvent, { type: T }>) => void;
};
