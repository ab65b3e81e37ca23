export type ContentRating = 'everyone' | 'sensitive' | 'adult';
const STRENGTH: readonly ContentRating[] = ['everyone', 'sensitive', 'adult'];

/** For whom an image is of which two things are said. */
export const stricter = (one: ContentRating, other: ContentRating): ContentRating =>
  STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;

export type Part = 'wrote' | 'rendered' | 'steered' | 'stopped' | 'published' | 'uploaded';

/** Who took part, and how. */
export type Participants = readonly (readonly [personId: string, parts: readonly Part[]])[];

/** An image of a take. */
export interface ImageOfTake {
  readonly takeId: string;
  readonly index: number;
}

/** A PNG in the blob store. */
export interface StoredImage {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** A model as the image names it; `id` of a folder, where the image was made here or its hash is known here. */
export interface ModelName {
  readonly id: string | null;
  readonly name: string;
  readonly hash: string | null;
}

/** Everything it was made with; `steers` without names. Kept as it was at that moment. */
export interface Parameters {
  readonly prompt: string;
  readonly negative: string;
  /** What the house added to these words, which are as they were typed. */
  readonly added?: readonly AddedWords[];
  readonly scheduler?: string;
  readonly steps?: number;
  readonly guidance?: number;
  readonly seed?: number;
  readonly strength?: number;
  readonly eta?: number;
  readonly loras: readonly LoraWithName[];
  readonly steers: readonly Steer[];
  readonly infotext: string;
  readonly hands?: readonly AuthorshipSpan[];
  readonly renderMs?: number;
}

export interface AddedWords {
  readonly scope: 'instance' | 'model' | 'room';
  readonly prefix: string;
  readonly negativeSuffix: string;
}

/** A LoRA by its name here; `hash` SHA-256 of the file it was made with, where that is known. */
export interface UsedLora {
  readonly id: string;
  readonly hash: string | null;
}

export interface LoraWithName {
  readonly id: string;
  readonly weight: number;
  readonly name: string;
}

export interface Steer {
  readonly byId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly image: number;
  readonly step: number;
  readonly at: number;
}

/** Who wrote from <= character < until of the prompt, in UTF-16 code units. */
export type AuthorshipSpan = readonly [from: number, until: number, personId: string];

/** What its author says about it. */
export interface PostText {
  readonly title: string;
  readonly words: string;
  readonly tags: readonly string[];
  readonly contentRating: ContentRating;
  readonly commentsEnabled: boolean;
}

/** What of that is words that everybody reads. */
export const CHECKED_POST_FIELDS = { titles: ['title', 'words', 'tags'] } as const;

/** What it was made from: a post, or a take, where they are known. */
export interface Parent {
  readonly postId: string | null;
  readonly takeId: string | null;
}

/** What of a post moves while it is looked at. */
export interface PostTotals {
  readonly likes: number;
  readonly comments: number;
  readonly views: number;
}

/** An image somebody published. Times in ms since 1970. */
export interface Post extends PostText, PostTotals {
  readonly id: string;
  readonly authorId: string;
  readonly clientId: string;
  /** Null where it was brought from elsewhere. */
  readonly take: ImageOfTake | null;
  readonly roomId: string | null;
  readonly image: StoredImage;
  /** What the check, or a moderator, says of it: its author cannot make less of it. */
  readonly atLeast: ContentRating;
  readonly users: Participants;
  /** Whom its words call. */
  readonly mentionIds: readonly string[];
  readonly prompt: string;
  readonly model: ModelName | null;
  readonly scheduler: string | null;
  readonly parent: Parent;
  readonly at: number;
  readonly editedAt: number | null;
  readonly hot: number;
  readonly isSample: boolean;
}

export interface NewPost extends Post {
  readonly parameters: Parameters | null;
  /** Absent: none. */
  readonly loras?: readonly UsedLora[];
  /** For whom its author meant it, whatever was decided about its image; absent: for whom it is. */
  readonly requestedRating?: ContentRating;
}
