import { z } from 'zod';
import { PersonView } from './accounts.js';
import { SetAsideReason } from './hub-views.js';
import { Maturity } from './posts.js';
import { At, Id } from './primitives.js';
import { DecisionKind } from './safety-decisions.js';
import { CaseReason, SubjectKind } from './safety-subjects.js';

const about = { id: Id, at: At, isRead: z.boolean() };

/** A message calls me: by name, with everybody, by answering, or alone. */
export const MessageNotification = z.strictObject({
  ...about,
  kind: z.enum(['mention', 'everybody', 'reply', 'direct']),
  room: z.strictObject({ id: Id, name: z.string() }),
  messageId: Id,
  by: PersonView,
  /** Its beginning, as it is now. */
  text: z.string(),
});
export type MessageNotification = z.infer<typeof MessageNotification>;

/** What is not for everybody is covered here, too. */
const PostMention = z.strictObject({ id: Id, title: z.string(), previewUrl: z.string(), maturity: Maturity });

/** Somebody said something about a picture: about mine, in answer to me, calling me; or calls me in the words of their own. */
export const CommentNotification = z.strictObject({
  ...about,
  kind: z.enum(['comment', 'commentReply', 'commentMention', 'postMention']),
  post: PostMention,
  commentId: Id.optional(),
  by: PersonView,
  text: z.string(),
});

/** One for a picture and a while: `count` people, the last few of them by name, and what they gave. */
export const ReactionsNotification = z.strictObject({
  ...about,
  kind: z.literal('reactions'),
  post: PostMention,
  people: z.array(PersonView),
  count: z.number().int(),
  emojis: z.array(z.string()),
});

/** With a model or a LoRA of mine: `count` people, the last few of them by name, published `pictures`, the newest of them `post`. */
export const ModelUsedNotification = z.strictObject({
  ...about,
  kind: z.literal('modelUsed'),
  made: z.strictObject({ kind: z.enum(['model', 'lora']), id: z.string(), name: z.string() }),
  /** Where it is of the hub. */
  modelId: Id.optional(),
  post: PostMention,
  people: z.array(PersonView),
  count: z.number().int(),
  pictures: z.number().int(),
});

const ModelMention = z.strictObject({ id: Id, name: z.string() });

/** Somebody said something about a model of the hub: about mine, in answer to me, or calling me. */
export const ModelTalkNotification = z.strictObject({
  ...about,
  kind: z.enum(['modelComment', 'modelReply', 'modelMention']),
  model: ModelMention,
  commentId: Id,
  by: PersonView,
  text: z.string(),
});

/** What somebody thinks of a model of mine, as it is now. */
export const ReviewNotification = z.strictObject({
  ...about,
  kind: z.literal('modelReview'),
  model: ModelMention,
  stars: z.number().int(),
  by: PersonView,
  text: z.string(),
});

/** As ReactionsNotification, to a model of mine. */
export const ModelReactionsNotification = z.strictObject({
  ...about,
  kind: z.literal('modelReactions'),
  model: ModelMention,
  people: z.array(PersonView),
  count: z.number().int(),
  emojis: z.array(z.string()),
});

/** Whom I follow shares a model, or there is a new version of one; or of one that I like or reviewed. */
export const ModelNewsNotification = z.strictObject({
  ...about,
  kind: z.enum(['modelPublished', 'versionPublished']),
  model: ModelMention,
  label: z.string(),
  by: PersonView,
});

/** A version of mine cannot be rendered with any more, and why. */
export const SetAsideNotification = z.strictObject({
  ...about,
  kind: z.literal('versionSetAside'),
  model: ModelMention,
  label: z.string(),
  reason: SetAsideReason.optional(),
});

export const FollowNotification = z.strictObject({
  ...about,
  kind: z.literal('follow'),
  people: z.array(PersonView),
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
  by: PersonView.optional(),
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
  until: At.optional(),
  maturity: Maturity.optional(),
  outcome: z.enum(['granted', 'refused']).optional(),
  mayAppeal: z.boolean(),
  subject: z.strictObject({ kind: SubjectKind, title: z.string(), path: z.string().optional() }),
});

/** To those who moderate: somebody appeals. */
export const AppealNotification = z.strictObject({
  ...about,
  kind: z.literal('appeal'),
  by: PersonView,
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
    ModelTalkNotification,
    ReviewNotification,
    ModelReactionsNotification,
    ModelNewsNotification,
    SetAsideNotification,
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
export const NOTICE_CHOICES = [
  ...(['mentions', 'replies', 'direct', 'comments', 'reactions', 'follows', 'takes'] as const),
  ...(['models', 'versions'] as const),
] as const;
export const NoticeChoice = z.enum(NOTICE_CHOICES);
export type NoticeChoice = z.infer<typeof NoticeChoice>;
export const Choose = z.strictObject({ choice: NoticeChoice, on: z.boolean() });
