import type { UsedModel } from '../posts/used-models-of.js';
import type { StoredImage, ContentRating } from '../posts/post.js';

/** By this name users's news know what comes from the feed. */
export const NOTIFICATION_SOURCE = 'feed';

export type CommentNotificationKind = 'comment' | 'commentReply' | 'commentMention' | 'postMention';
/** Of models of the hub. */
export type ModelNotificationKind = 'modelComment' | 'modelReply' | 'modelMention' | 'modelReview' | 'modelReactions';
export type NotificationKind =
  | CommentNotificationKind
  | ModelNotificationKind
  | ('modelPublished' | 'versionPublished' | 'versionQuarantined')
  | ('reactions' | 'follow' | 'takeFinished' | 'takeFailed' | 'modelUsed');

/** What only some kinds have. */
export interface NotificationExtra {
  /** Of what is gathered: since when, ms since 1970. */
  readonly since?: number;
  /** The last given first. */
  readonly emojis?: readonly string[];
  /** Which model or LoRA was used, by its name here, and in how many images; `postId` is the newest. */
  readonly made?: { readonly kind: UsedModel['kind']; readonly id: string };
  readonly images?: number;
  /** Which version is new, or set aside. */
  readonly label?: string;
  /** Why it was set aside. */
  readonly setAside?: 'hung' | 'killed' | 'crashed';
}

/** Something told to a user. What is alike and unread is gathered in one. Times in ms since 1970. */
export interface Notification {
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  /** What unread ones are gathered by; null: each stands alone. */
  readonly bundle: string | null;
  readonly postId: string | null;
  /** Of a comment; of a model's, or of a review. */
  readonly commentId: string | null;
  readonly modelId: string | null;
  readonly roomId: string | null;
  readonly takeId: string | null;
  /** Who did it, the last first; of many the last few. */
  readonly userIds: readonly string[];
  /** How many users did. */
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

/** With what it tells of, as it is now. */
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
export const usesBundle = ({ kind, hash }: UsedModel): string => `${kind}:${hash}`;

/** Port: what users are told. Rooms that somebody may no longer see tell them nothing. */
export abstract class Notifications {
  /** One statement for up to a thousand. */
  abstract add(notices: readonly Notification[]): Promise<void>;
  /** Newest first. */
  abstract page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationWithContext[]>;
  abstract byIds(ids: readonly string[]): Promise<NotificationWithContext[]>;
  /** Those not read, of each of these users: one query. */
  abstract unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These, or all without ids. @returns whether there were any */
  abstract read(userId: string, ids: readonly string[] | undefined, at: number): Promise<boolean>;
  /** The unread one that gathers this. */
  abstract findBundle(userId: string, bundle: string): Promise<Notification | null>;
  /** The unread ones that gather reactions to these posts. */
  abstract findBundleOf(postIds: readonly string[]): Promise<Notification[]>;
  /** The unread ones that gather reactions to images of somebody, where this user gave some. In the order of the images. */
  abstract gatheringBy(authorId: string, giverId: string): Promise<Notification[]>;
  /** The unread ones that gather who follows these users. */
  abstract gatheringFollows(userIds: readonly string[]): Promise<Notification[]>;
  /** The unread ones that gather reactions to models of this user. In the order of the models. */
  abstract gatheringOfModels(creatorId: string): Promise<Notification[]>;
  /** @returns false where it was read meanwhile: then nothing is changed */
  abstract extendBundle(notification: Notification): Promise<boolean>;
  /** Who is told of a comment, or called by the words of a post. */
  abstract toldOf(about: NotificationSubject): Promise<ReadonlySet<string>>;
  /** @returns those who had one of them unread */
  abstract forget(about: Forgotten): Promise<string[]>;
  /** By id, which is the order of time, after the last one that was read. */
  abstract toldTo(userId: string, afterId: string, limit: number): Promise<Notification[]>;
}

export type NotificationSubject = { readonly commentId: string } | { readonly postId: string };

/** Which notices are gone. */
export type Forgotten =
  | { readonly modelId: string; readonly bundle?: string }
  | { readonly ids: readonly string[] }
  | { readonly postIds: readonly string[] }
  | { readonly commentIds: readonly string[] }
  | { readonly userId: string };
