import type { ContentRating } from '@visionary/contract';
import type { UsedModel } from '../posts/used-models-of.js';
import type { StoredImage } from '../posts/post.js';

/** The name of this slice among notification sources. */
export const NOTIFICATION_SOURCE = 'feed';

export type CommentNotificationKind = 'comment' | 'commentReply' | 'commentMention' | 'postMention';
/** About models of the hub. */
export type ModelNotificationKind = 'modelComment' | 'modelReply' | 'modelMention' | 'modelReview' | 'modelReactions';
export type NotificationKind =
  | CommentNotificationKind
  | ModelNotificationKind
  | ('modelPublished' | 'versionPublished' | 'versionQuarantined')
  | ('reactions' | 'follow' | 'takeFinished' | 'takeFailed' | 'modelUsed');

/** Fields that only some kinds have. */
export interface NotificationExtra {
  /** Of a bundle: the time of its first event, ms since 1970. */
  readonly since?: number;
  /** Latest first. */
  readonly emojis?: readonly string[];
  /** The model or LoRA that was used, by its local name. `postId` is the newest image made with it. */
  readonly made?: { readonly kind: UsedModel['kind']; readonly id: string };
  readonly images?: number;
  /** The published or quarantined version. */
  readonly label?: string;
  /** Why the version was quarantined. */
  readonly setAside?: 'hung' | 'killed' | 'crashed';
}

/** A notification of one user. Unread ones with the same bundle are merged into one. Times in ms since 1970. */
export interface Notification {
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  /** The key that unread notifications are bundled by. Null: never bundled. */
  readonly bundle: string | null;
  readonly postId: string | null;
  /** A comment on a post or model, or a review. */
  readonly commentId: string | null;
  readonly modelId: string | null;
  readonly roomId: string | null;
  readonly takeId: string | null;
  /** The users who caused it, latest first, truncated. */
  readonly userIds: readonly string[];
  /** How many users caused it. */
  readonly count: number;
  readonly extra: NotificationExtra;
  readonly at: number;
  readonly readAt: number | null;
}

export interface NotifiedPost {
  readonly authorId: string;
  readonly title: string;
  readonly prompt: string;
  readonly words: string;
  readonly contentRating: ContentRating;
  readonly image: StoredImage;
}

/** A notification with the current state of its subject. */
export interface NotificationWithContext extends Notification {
  readonly post: NotifiedPost | null;
  readonly comment: string | null;
  readonly model: { readonly name: string; readonly creatorId: string; readonly contentRating: ContentRating } | null;
  /** Of a review. */
  readonly stars: number | null;
  readonly room: string | null;
  readonly take: { readonly number: number; readonly prompt: string } | null;
}

export interface NotificationCursor {
  readonly at: number;
  readonly id: string;
}

export const reactionsBundle = (postId: string): string => `reactions:${postId}`;
export const modelReactionsBundle = (modelId: string): string => `modelReactions:${modelId}`;
export const versionBundle = (versionId: string): string => `version:${versionId}`;
export const FOLLOW_BUNDLE = 'follow';
export const modelUsageBundle = ({ kind, hash }: UsedModel): string => `${kind}:${hash}`;

/** When the first event of a bundle happened, ms since 1970. */
export const bundledSince = ({ extra, at }: Notification): number => extra.since ?? at;

export type NotificationSubject = { readonly commentId: string } | { readonly postId: string };

/** Selects the notifications to delete. */
export type NotificationFilter =
  | { readonly modelId: string; readonly bundle?: string }
  | { readonly ids: readonly string[] }
  | { readonly postIds: readonly string[] }
  | { readonly commentIds: readonly string[] }
  | { readonly userId: string };
