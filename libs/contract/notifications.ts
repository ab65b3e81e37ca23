import { z } from 'zod';
import { UserView } from './accounts.js';
import { UsableKind } from './hub-licenses.js';
import { QuarantineReason } from './hub-views.js';
import { ContentRating } from './posts.js';
import { Timestamp, Id } from './primitives.js';
import { DecisionKind } from './safety-decisions.js';
import { CaseReason, SubjectKind } from './safety-subjects.js';

const sharedFields = { id: Id, at: Timestamp, isRead: z.boolean() };

/** A message for the user: a mention, `@room`, a reply, a direct message, or the first one of a stranger. */
export const MessageNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['mention', 'roomMention', 'reply', 'direct', 'messageRequest']),
  room: z.strictObject({ id: Id, name: z.string() }),
  messageId: Id,
  by: UserView,
  /** Its beginning, as it is now. Empty for a stranger's first message. */
  text: z.string(),
});
export type MessageNotification = z.infer<typeof MessageNotification>;

/** Clients blur sensitive and adult images here, too. */
const NotificationPostRef = z.strictObject({
  id: Id,
  title: z.string(),
  previewUrl: z.string(),
  contentRating: ContentRating,
});

/**
 * A comment on the user's post, a reply to their comment, a mention in a comment or description, or a post of another user that
 * credits them (`postCredited`, without `text`).
 */
export const CommentNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['comment', 'commentReply', 'commentMention', 'postMention', 'postCredited']),
  post: NotificationPostRef,
  commentId: Id.optional(),
  by: UserView,
  text: z.string(),
});

/** Grouped by post and time: `count` users, the last few of them by name, and their emoji. */
export const ReactionsNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('reactions'),
  post: NotificationPostRef,
  users: z.array(UserView),
  count: z.number().int(),
  emojis: z.array(z.string()),
});

/**
 * Uses of the user's model or addition: `count` users, the last few by name, published `images`, the newest of them `post`.
 */
export const ModelUsedNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('modelUsed'),
  model: z.strictObject({ kind: UsableKind, id: z.string(), name: z.string() }),
  /** Only for a hub model. */
  modelId: Id.optional(),
  post: NotificationPostRef,
  users: z.array(UserView),
  count: z.number().int(),
  images: z.number().int(),
});

const ModelRef = z.strictObject({ id: Id, name: z.string() });

/** A comment on the user's hub model, a reply to their comment, or a mention. */
export const ModelCommentNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['modelComment', 'modelReply', 'modelMention']),
  model: ModelRef,
  commentId: Id,
  by: UserView,
  text: z.string(),
});

/** A review of the user's model, in its current state. */
export const ReviewNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('modelReview'),
  model: ModelRef,
  stars: z.number().int(),
  by: UserView,
  text: z.string(),
});

/** Like ReactionsNotification, for the user's model. */
export const ModelReactionsNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('modelReactions'),
  model: ModelRef,
  users: z.array(UserView),
  count: z.number().int(),
  emojis: z.array(z.string()),
});

/** A followed creator published a model or version, or a model the user liked or reviewed has a new version. */
export const ModelPublishedNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['modelPublished', 'versionPublished']),
  model: ModelRef,
  label: z.string(),
  by: UserView,
});

/** A version of the user's was quarantined, and why. */
export const VersionQuarantinedNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('versionQuarantined'),
  model: ModelRef,
  label: z.string(),
  reason: QuarantineReason.optional(),
});

export const FollowNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('follow'),
  users: z.array(UserView),
  count: z.number().int(),
});

/** A take of the user ended while they weren't in its room, or an admin ended it (`takeEnded`). */
export const TakeNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['takeFinished', 'takeFailed', 'takeEnded']),
  room: z.strictObject({ id: Id, name: z.string() }),
  takeId: Id,
  number: z.number().int(),
  prompt: z.string(),
  /** Why an admin ended it. Absent without a reason. */
  adminReason: z.string().optional(),
});

/** To moderators: a subject was reported for the first time. */
export const ReportNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('report'),
  /** Absent for an automatic check. */
  by: UserView.optional(),
  reason: CaseReason,
  text: z.string(),
  caseId: Id,
  subject: z.strictObject({ kind: SubjectKind, title: z.string() }),
});

/** A decision about the user, their content, their appeal, or their report. */
export const DecisionNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['decision', 'appealDecided', 'reportDecided']),
  decision: DecisionKind,
  rule: CaseReason.optional(),
  /** The moderator's message to the user. */
  text: z.string(),
  until: Timestamp.optional(),
  contentRating: ContentRating.optional(),
  outcome: z.enum(['granted', 'denied']).optional(),
  mayAppeal: z.boolean(),
  subject: z.strictObject({ kind: SubjectKind, title: z.string(), path: z.string().optional() }),
});

/** To moderators: a user appealed. */
export const AppealNotification = z.strictObject({
  ...sharedFields,
  kind: z.literal('appeal'),
  by: UserView,
  text: z.string(),
  caseId: Id,
});

/** To admins: a lent renderer waits to be accepted. To its owner: it was accepted, or banned for the reason `text`. */
export const LentRendererNotification = z.strictObject({
  ...sharedFields,
  kind: z.enum(['lentRendererWaiting', 'lentRendererAccepted', 'lentRendererBanned']),
  /** Absent if the server banned it. */
  by: UserView.optional(),
  renderer: z.strictObject({ id: Id, name: z.string() }),
  text: z.string(),
});

/** One entry of a user's inbox. */
export const NotificationView = z
  .discriminatedUnion('kind', [
    MessageNotification,
    CommentNotification,
    ReactionsNotification,
    FollowNotification,
    ModelUsedNotification,
    ModelCommentNotification,
    ReviewNotification,
    ModelReactionsNotification,
    ModelPublishedNotification,
    VersionQuarantinedNotification,
    TakeNotification,
    ReportNotification,
    DecisionNotification,
    AppealNotification,
    LentRendererNotification,
  ])
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof NotificationView>;
export const NotificationPage = z
  .strictObject({
    notifications: z.array(NotificationView),
    unread: z.number().int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'NotificationPage' });
export type NotificationPage = z.infer<typeof NotificationPage>;

/** Categories a user can turn off. */
export const NOTIFICATION_CATEGORIES = [
  ...(['mentions', 'replies', 'direct', 'comments', 'reactions', 'follows', 'takes'] as const),
  ...(['models', 'versions'] as const),
] as const;
export const NotificationCategory = z.enum(NOTIFICATION_CATEGORIES);
export type NotificationCategory = z.infer<typeof NotificationCategory>;
export const SetNotificationPreference = z.strictObject({ choice: NotificationCategory, on: z.boolean() });
