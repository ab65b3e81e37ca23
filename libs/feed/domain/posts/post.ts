import type { ContentRating, ParticipantRole, UsableKind } from '@visionary/contract';

/** Who took part, and how. */
export type Participants = readonly (readonly [userId: string, roles: readonly ParticipantRole[]])[];

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

/** A model as the image names it. `id` is set when the model or its hash is known here. */
export interface ModelName {
  readonly id: string | null;
  readonly name: string;
  readonly hash: string | null;
}

/** The generation data of an image, as of publishing. Stored as JSON. */
export interface Parameters {
  readonly prompt: string;
  readonly negative: string;
  /** The prompt prefixes that applied. `prompt` is the text as typed. */
  readonly promptPrefixes?: readonly AppliedPrefix[];
  readonly scheduler?: string;
  readonly steps?: number;
  readonly guidance?: number;
  readonly seed?: number;
  readonly strength?: number;
  readonly eta?: number;
  readonly clipSkip?: number;
  /** The second pass, and the size of the first. */
  readonly hires?: SecondPass;
  /** How the image was enlarged after it was rendered. */
  readonly upscale?: { readonly upscaler: string; readonly scale: number };
  readonly loras: readonly LoraWithName[];
  readonly embeddings?: readonly UsedAddition[];
  /** Absent if it is the model's own. */
  readonly vae?: UsedAddition;
  readonly controls?: readonly UsedAddition[];
  readonly steers: readonly Steer[];
  readonly infotext: string;
  /** The authorship of the prompt. */
  readonly authorship?: readonly AuthorshipSpan[];
  readonly renderMs?: number;
}

/** An embedding, VAE, or ControlNet as the image names it; with its id if it is on this instance. */
export interface UsedAddition {
  readonly name: string;
  readonly id?: string;
}

export interface SecondPass {
  readonly upscaler: string;
  readonly scale: number;
  readonly steps: number;
  readonly strength: number;
  readonly width: number;
  readonly height: number;
}

export interface AppliedPrefix {
  readonly scope: 'instance' | 'model' | 'room';
  readonly prefix: string;
  readonly negativeSuffix: string;
}

/** A LoRA or other addition that an image was made with, by its local name. `hash` is the SHA-256 of its file, or null. */
export interface PostAddition {
  readonly kind: Exclude<UsableKind, 'model'>;
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

/** The author of the prompt from `from` to before `until`, in UTF-16 code units. */
export type AuthorshipSpan = readonly [from: number, until: number, userId: string];

/** What the author writes about a post. */
export interface PostText {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly contentRating: ContentRating;
  readonly commentsEnabled: boolean;
  /** Whether viewers may see how it came about, where its steps are known. */
  readonly replayEnabled: boolean;
}

/** Fields that the word filter checks, by scope. */
export const CHECKED_POST_FIELDS = { titles: ['title', 'description', 'tags'] } as const;

/** The post or take that an image was made from. */
export interface Parent {
  readonly postId: string | null;
  readonly takeId: string | null;
}

export interface PostTotals {
  readonly likes: number;
  readonly comments: number;
  readonly views: number;
}

/** How an image came about: a sheet of steps and a clip of them, in the blob store. */
export interface PostReplay {
  readonly sha256: string;
  readonly bytes: number;
  readonly columns: number;
  /** Of each step, in pixels. */
  readonly width: number;
  readonly height: number;
  /** In rising order. */
  readonly steps: readonly number[];
  readonly clip: { readonly sha256: string; readonly bytes: number };
}

/** A published image. Times in ms since 1970. */
export interface Post extends PostText, PostTotals {
  readonly id: string;
  readonly authorId: string;
  readonly clientId: string;
  /** Null for an upload. */
  readonly take: ImageOfTake | null;
  readonly roomId: string | null;
  readonly image: StoredImage;
  /** Null without `replayEnabled`, until it is made, and if no renderer had the steps any more. */
  readonly replay: PostReplay | null;
  /** The minimum rating, by the image check or a moderator. */
  readonly minimumRating: ContentRating;
  /** The participants. */
  readonly participants: Participants;
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
  /** Absent for none. */
  readonly additions?: readonly PostAddition[];
  /** The rating that the author requested, before decisions about the image. Absent for `contentRating`. */
  readonly requestedRating?: ContentRating;
}

export type PostChanges = Partial<PostText & Pick<Post, 'mentionIds' | 'minimumRating'>>;
