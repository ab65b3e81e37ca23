import type { MadeWith } from '../posts/made-with.js';
import type { KeptPicture, Maturity } from '../posts/post.js';

/** By this name people's news know what comes from the feed. */
export const NEWS_SOURCE = 'feed';

export type CommentNoticeKind = 'comment' | 'commentReply' | 'commentMention' | 'postMention';
/** Of models of the hub. */
export type ModelNoticeKind = 'modelComment' | 'modelReply' | 'modelMention' | 'modelReview' | 'modelReactions';
export type NoticeKind =
  | CommentNoticeKind
  | ModelNoticeKind
  | ('modelPublished' | 'versionPublished' | 'versionSetAside')
  | ('reactions' | 'follow' | 'takeFinished' | 'takeFailed' | 'modelUsed');

/** What only some kinds have. */
export interface NoticeExtra {
  /** Of what is gathered: since when, ms since 1970. */
  readonly since?: number;
  /** The last given first. */
  readonly emojis?: readonly string[];
  /** Which model or LoRA was used, by its name here, and in how many pictures; `postId` is the newest. */
  readonly made?: { readonly kind: MadeWith['kind']; readonly id: string };
  readonly pictures?: number;
  /** Which version is new, or set aside. */
  readonly label?: string;
  /** Why it was set aside. */
  readonly setAside?: 'hung' | 'killed' | 'crashed';
}

/** Something told to a person. What is alike and unread is gathered in one. Times in ms since 1970. */
export interface Notice {
  readonly id: string;
  readonly personId: string;
  readonly kind: NoticeKind;
  /** What unread ones are gathered by; null: each stands alone. */
  readonly bundle: string | null;
  readonly postId: string | null;
  /** Of a comment; of a model's, or of a review. */
  readonly commentId: string | null;
  readonly modelId: string | null;
  readonly roomId: string | null;
  readonly takeId: string | null;
  /** Who did it, the last first; of many the last few. */
  readonly peopleIds: readonly string[];
  /** How many people did. */
  readonly count: number;
  readonly extra: NoticeExtra;
  readonly at: number;
  readonly readAt: number | null;
}

export interface ToldPost {
  readonly authorId: string;
  readonly title: string;
  readonly prompt: string;
  readonly words: string;
  readonly maturity: Maturity;
  readonly picture: KeptPicture;
}

/** With what it tells of, as it is now. */
export interface ToldNotice extends Notice {
  readonly post: ToldPost | null;
  readonly comment: string | null;
  readonly model: { readonly name: string; readonly makerId: string; readonly maturity: Maturity } | null;
  /** Of a review. */
  readonly stars: number | null;
  readonly room: string | null;
  readonly take: { readonly number: number; readonly prompt: string } | null;
}

export interface NoticePlace {
  readonly at: number;
  readonly id: string;
}

export const reactionsBundle = (postId: string): string => `reactions:${postId}`;
export const modelReactionsBundle = (modelId: string): string => `modelReactions:${modelId}`;
export const versionBundle = (versionId: string): string => `version:${versionId}`;
export const FOLLOW_BUNDLE = 'follow';
export const usesBundle = ({ kind, hash }: MadeWith): string => `${kind}:${hash}`;

/** Port: what people are told. Rooms that somebody may no longer see tell them nothing. */
export abstract class Notices {
  /** One statement for up to a thousand. */
  abstract add(notices: readonly Notice[]): Promise<void>;
  /** Newest first. */
  abstract page(personId: string, after: NoticePlace | null, limit: number): Promise<ToldNotice[]>;
  abstract byIds(ids: readonly string[]): Promise<ToldNotice[]>;
  /** Those not read, of each of these people: one query. */
  abstract unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** These, or all without ids. @returns whether there were any */
  abstract read(personId: string, ids: readonly string[] | undefined, at: number): Promise<boolean>;
  /** The unread one that gathers this. */
  abstract gathering(personId: string, bundle: string): Promise<Notice | null>;
  /** The unread ones that gather reactions to these posts. */
  abstract gatheringOf(postIds: readonly string[]): Promise<Notice[]>;
  /** The unread ones that gather reactions to pictures of somebody, where this person gave some. In the order of the pictures. */
  abstract gatheringBy(authorId: string, giverId: string): Promise<Notice[]>;
  /** The unread ones that gather who follows these people. */
  abstract gatheringFollows(personIds: readonly string[]): Promise<Notice[]>;
  /** The unread ones that gather reactions to models of this person. In the order of the models. */
  abstract gatheringOfModels(makerId: string): Promise<Notice[]>;
  /** @returns false where it was read meanwhile: then nothing is changed */
  abstract grow(notice: Notice): Promise<boolean>;
  /** Who is told of a comment, or called by the words of a post. */
  abstract toldOf(about: ToldAbout): Promise<ReadonlySet<string>>;
  /** @returns those who had one of them unread */
  abstract forget(about: Forgotten): Promise<string[]>;
  /** By id, which is the order of time, after the last one that was read. */
  abstract toldTo(personId: string, afterId: string, limit: number): Promise<Notice[]>;
}

export type ToldAbout = { readonly commentId: string } | { readonly postId: string };

/** Which notices are gone. */
export type Forgotten =
  | { readonly modelId: string; readonly bundle?: string }
  | { readonly ids: readonly string[] }
  | { readonly postIds: readonly string[] }
  | { readonly commentIds: readonly string[] }
  | { readonly personId: string };
