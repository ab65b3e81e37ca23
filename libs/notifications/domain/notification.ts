import { LIMITS, type NotificationCategory, type NotificationView } from '@visionary/contract';

export type NotificationKind = NotificationView['kind'];

/**
 * Which category turns a kind off. Null: neither opt-outs nor blocks apply, because its receiver has to act or to know.
 */
export const CATEGORIES: Readonly<Record<NotificationKind, NotificationCategory | null>> = {
  mention: 'mentions',
  roomMention: 'mentions',
  reply: 'replies',
  direct: 'direct',
  messageRequest: 'direct',
  comment: 'comments',
  commentReply: 'replies',
  commentMention: 'mentions',
  postMention: 'mentions',
  postCredited: 'mentions',
  reactions: 'reactions',
  follow: 'follows',
  takeFinished: 'takes',
  takeFailed: 'takes',
  takeEnded: 'takes',
  modelUsed: 'models',
  modelComment: 'comments',
  modelReply: 'replies',
  modelMention: 'mentions',
  modelReview: 'comments',
  modelReactions: 'reactions',
  modelPublished: 'versions',
  versionPublished: 'versions',
  versionQuarantined: null,
  report: null,
  appeal: null,
  decision: null,
  appealDecided: null,
  reportDecided: null,
  lentRendererWaiting: null,
  lentRendererAccepted: null,
  lentRendererBanned: null,
};

/** A notification of one user. Times in ms since 1970. */
export interface Notification {
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  /** Unread notifications with the same key are one bundle, which counts users. Null: never bundled. */
  readonly bundleKey: string | null;
  /** Users who can't see this room don't see the notification. */
  readonly roomId: string | null;
  /** What it is about: a message, comment, review, post, model, version, take, or case. */
  readonly subjectId: string | null;
  /** The post or model of the subject. */
  readonly parentId: string | null;
  /** Position of a message in its room. */
  readonly seq: number | null;
  /** The users who caused it, latest first, at most LIMITS.namedUsers. */
  readonly actorIds: readonly string[];
  /** How many users caused it. */
  readonly count: number;
  /** What its kind needs besides the subject. Stored as JSON. */
  readonly facts: object;
  /** Time of the first event of a bundle. */
  readonly createdAt: number;
  /** Time of the last event. Orders the inbox. */
  readonly at: number;
  readonly readAt: number | null;
}

/** A notification that a slice publishes. Absent ids are null. */
export interface NewNotification {
  readonly userId: string;
  readonly kind: NotificationKind;
  /** The user who caused it. */
  readonly actorId?: string;
  readonly roomId?: string;
  readonly subjectId?: string;
  readonly parentId?: string;
  readonly seq?: number;
  readonly facts?: object;
  readonly at: number;
}

export interface NewBundledNotification extends NewNotification {
  readonly bundleKey: string;
}

/** What a bundle counts, read from the source of its events. */
export interface BundleState {
  readonly count: number;
  readonly actorIds: readonly string[];
  readonly facts: object;
  /** Absent: unchanged. */
  readonly subjectId?: string;
}

/**
 * The state of a bundle whose first event is from `since`. Null: none is left.
 * @param unread the bundle as it was; absent when it starts
 */
export type CountBundle = (since: number, unread?: Notification) => Promise<BundleState | null>;

/** The state of a bundle with one more event, without counting all again. @param isCounted whether its user is counted */
export const extendBundle = (
  unread: Notification | undefined,
  actorId: string,
  isCounted: boolean,
  facts: object,
): BundleState => ({
  count: (unread?.count ?? 0) + (isCounted ? 0 : 1),
  actorIds: [...new Set([actorId, ...(unread?.actorIds ?? [])])].slice(0, LIMITS.namedUsers),
  facts,
});

export interface NotificationChange {
  readonly userId: string;
  /** The notification that is new or grew. Absent: only the number of unread notifications changed. */
  readonly id?: string;
  readonly bundleKey?: string | null;
  /** Room of the notification. */
  readonly roomId: string | null;
}

/** Notifications were published, read, or withdrawn. After the commit, they are sent to the clients of their users. */
export class NotificationsChanged {
  constructor(readonly changes: readonly NotificationChange[]) {}
}
