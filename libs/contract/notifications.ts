import { z } from 'zod';
import { UserView } from './accounts.js';
import { QuarantineReason } from './hub-views.js';
import { ContentRating } from './posts.js';
import { Timestamp, Id } from './primitives.js';
import { DecisionKind } from './safety-decisions.js';
import { CaseReason, SubjectKind } from './safety-subjects.js';

const about = { id: Id, at: Timestamp, isRead: z.boolean() };

/** A message calls me: by name, with everybody, by answering, or alone. */
export const MessageNotification = z.strictObject({
  ...about,
  kind: z.enum(['mention', 'roomMention', 'reply', 'direct']),
  room: z.strictObject({ id: Id, name: z.string() }),
  messageId: Id,
  by: UserView,
  /** Its beginning, as it is now. */
  text: z.string(),
});
export type MessageNotification = z.infer<typeof MessageNotification>;

/** What is not for everybody is covered here, too. */
const NotificationPostRef = z.strictObject({
  id: Id,
  title: z.string(),
  previewUrl: z.string(),
  contentRating: ContentRating,
});

/** Somebody said something about an image: about mine, in answer to me, calling me; or calls me in the words of their own. */
export const CommentNotification = z.strictObject({
  ...about,
  kind: z.enum(['comment', 'commentReply', 'commentMention', 'postMention']),
  post: NotificationPostRef,
  commentId: Id.optional(),
  by: UserView,
  text: z.string(),
});

/** One for an image and a while: `count` users, the last few of them by name, and what they gave. */
export const ReactionsNotification = z.strictObject({
  ...about,
  kind: z.literal('reactions'),
  post: NotificationPostRef,
  users: z.array(UserView),
  count: z.number().int(),
  emojis: z.array(z.string()),
});

/** With a model or a LoRA of mine: `count` users, the last few of them by name, published `images`, the newest of them `post`. */
export const ModelUsedNotification = z.strictObject({
  ...about,
  kind: z.literal('modelUsed'),
  model: z.strictObject({ kind: z.enum(['model', 'lora']), id: z.string(), name: z.string() }),
  /** Where it is of the hub. */
  modelId: Id.optional(),
  post: NotificationPostRef,
  users: z.array(UserView),
  count: z.number().int(),
  images: z.number().int(),
});

const ModelRef = z.strictObject({ id: Id, name: z.string() });

/** Somebody said something about a model of the hub: about mine, in answer to me, or calling me. */
export const ModelCommentNotification = z.strictObject({
  ...about,
  kind: z.enum(['modelComment', 'modelReply', 'modelMention']),
  model: ModelRef,
  commentId: Id,
  by: UserView,
  text: z.string(),
});

/** What somebody thinks of a model of mine, as it is now. */
export const ReviewNotification = z.strictObject({
  ...about,
  kind: z.literal('modelReview'),
  model: ModelRef,
  stars: z.number().int(),
  by: UserView,
  text: z.string(),
});

/** As ReactionsNotification, to a model of mine. */
export const ModelReactionsNotification = z.strictObject({
  ...about,
  kind: z.literal('modelReactions'),
  model: ModelRef,
  users: z.array(UserView),
  count: z.number().int(),
  emojis: z.array(z.string()),
});

/** Whom I follow shares a model, or there is a new version of one; or of one that I like or reviewed. */
export const ModelPublishedNotification = z.strictObject({
  ...about,
  kind: z.enum(['modelPublished', 'versionPublished']),
  model: ModelRef,
  label: z.string(),
  by: UserView,
});

/** A version of mine cannot be rendered with any more, and why. */
export const VersionQuarantinedNotification = z.strictObject({
  ...about,
  kind: z.literal('versionQuarantined'),
  model: ModelRef,
  label: z.string(),
  reason: QuarantineReason.optional(),
});

export const FollowNotification = z.strictObject({
  ...about,
  kind: z.literal('follow'),
  users: z.array(UserView),
  count: z.number().int(),
});

/** A take of mine ended while I was not in its room. */
export const TakeNotification = z.strictObject({
  ...about,
  kind: z.enum(['takeFinished', 'takeFailed']),
  room: z.strictObject({ id: Id, name: z.string() }),
  takeId: Id,
  number: z.number().int(),
  prompt: z.string(),
});

/** To those who moderate: something was reported that nobody has reported yet. */
export const ReportNotification = z.strictObject({
  ...about,
  kind: z.literal('report'),
  /** Absent: a check of the server. */
  by: UserView.optional(),
  reason: CaseReason,
  text: z.string(),
  caseId: Id,
  subject: z.strictObject({ kind: SubjectKind, title: z.string() }),
});

/** Something was decided about me, or what I made; about my appeal; or about what I reported. `decision` leads to my standing. */
export const DecisionNotification = z.strictObject({
  ...about,
  kind: z.enum(['decision', 'appealDecided', 'reportDecided']),
  decision: DecisionKind,
  rule: CaseReason.optional(),
  /** The moderator's words to me. */
  text: z.string(),
  until: Timestamp.optional(),
  contentRating: ContentRating.optional(),
  outcome: z.enum(['granted', 'denied']).optional(),
  mayAppeal: z.boolean(),
  subject: z.strictObject({ kind: SubjectKind, title: z.string(), path: z.string().optional() }),
});

/** To those who moderate: somebody appeals. */
export const AppealNotification = z.strictObject({
  ...about,
  kind: z.literal('appeal'),
  by: UserView,
  text: z.string(),
  caseId: Id,
});

/** Somebody wants something of me, or something happened that is mine. */
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

/** What can be turned off, each by itself. */
export const NOTIFICATION_CATEGORIES = [
  ...(['mentions', 'replies', 'direct', 'comments', 'reactions', 'follows', 'takes'] as const),
  ...(['models', 'versions'] as const),
] as const;
export const NotificationCategory = z.enum(NOTIFICATION_CATEGORIES);
export type NotificationCategory = z.infer<typeof NotificationCategory>;
export const SetNotificationPreference = z.strictObject({ choice: NotificationCategory, on: z.boolean() });
