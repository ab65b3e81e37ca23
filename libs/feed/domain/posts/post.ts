export type Maturity = 'everybody' | 'sensitive' | 'adult';
const STRENGTH: readonly Maturity[] = ['everybody', 'sensitive', 'adult'];

/** For whom a picture is of which two things are said. */
export const stricter = (one: Maturity, other: Maturity): Maturity =>
  STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;

export type Part = 'wrote' | 'rendered' | 'steered' | 'stopped' | 'published' | 'uploaded';

/** Who took part, and how. */
export type Participants = readonly (readonly [personId: string, parts: readonly Part[]])[];

/** A picture of a take. */
export interface PictureOfTake {
  readonly takeId: string;
  readonly index: number;
}

/** A PNG in the blob store. */
export interface KeptPicture {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** A model as the picture names it; `id` of a folder, where the picture was made here or its hash is known here. */
export interface NamedModel {
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
  readonly hands?: readonly Hand[];
  readonly renderMs?: number;
}

export interface AddedWords {
  readonly of: 'instance' | 'model' | 'room';
  readonly prefix: string;
  readonly suffix: string;
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
  readonly picture: number;
  readonly step: number;
  readonly at: number;
}

/** Who wrote from <= character < until of the prompt, in UTF-16 code units. */
export type Hand = readonly [from: number, until: number, personId: string];

/** What its author says about it. */
export interface Said {
  readonly title: string;
  readonly words: string;
  readonly tags: readonly string[];
  readonly maturity: Maturity;
  readonly commentsOn: boolean;
}

/** What of that is words that everybody reads. */
export const WORDS_OF_POST = { titles: ['title', 'words', 'tags'] } as const;

/** What it was made from: a post, or a take, where they are known. */
export interface Parent {
  readonly postId: string | null;
  readonly takeId: string | null;
}

/** What of a post moves while it is looked at. */
export interface Tally {
  readonly likes: number;
  readonly comments: number;
  readonly views: number;
}

/** A picture somebody published. Times in ms since 1970. */
export interface Post extends Said, Tally {
  readonly id: string;
  readonly authorId: string;
  readonly clientId: string;
  /** Null where it was brought from elsewhere. */
  readonly take: PictureOfTake | null;
  readonly roomId: string | null;
  readonly picture: KeptPicture;
  /** What the check, or a moderator, says of it: its author cannot make less of it. */
  readonly atLeast: Maturity;
  readonly people: Participants;
  /** Whom its words call. */
  readonly mentionIds: readonly string[];
  readonly prompt: string;
  readonly model: NamedModel | null;
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
  /** For whom its author meant it, whatever was decided about its picture; absent: for whom it is. */
  readonly meantFor?: Maturity;
}
