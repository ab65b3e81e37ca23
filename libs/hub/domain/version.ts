import type {
  AdditionFacts,
  ContentRating,
  HubKind,
  HubWeightsKind,
  ModelFamily,
  VersionState,
  VocabularySummary,
} from '@visionary/contract';

export interface VersionFile {
  /** Path in the folder, with forward slashes. */
  readonly path: string;
  /** Blob key, hex. */
  readonly sha256: string;
  /** SHA-256 of a .safetensors file without its header. Other tools identify LoRAs by it. */
  readonly weightsHash: string | null;
  readonly bytes: number;
  readonly crc32: number;
}

/** Missing values fall back to the model's own. `weight` is for LoRAs. */
export interface RecommendedSettings {
  readonly scheduler?: string;
  readonly steps?: number;
  readonly guidance?: number;
  readonly width?: number;
  readonly height?: number;
  readonly weight?: number;
}

/** Facts from the inspection of the files. */
export interface FileFacts {
  readonly kind: HubKind;
  readonly base: ModelFamily;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
  readonly rank?: number;
  readonly modules?: number;
  readonly isTestRendered?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly scheduler?: string;
  readonly supportsImg2img?: boolean;
  readonly hasPreviewDecoder?: boolean;
  /** Of an embedding, VAE, ControlNet, or upscaler. */
  readonly addition?: AdditionFacts;
  /** Of a model that came with a vocabulary. */
  readonly vocabulary?: VocabularySummary;
  readonly weightsKind?: HubWeightsKind;
  readonly triggerWords: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Times in ms since 1970. */
export interface Version {
  readonly id: string;
  readonly modelId: string;
  readonly label: string;
  /** The reference in settings and infotexts. Unique on this instance, and never changed. */
  readonly useId: string;
  readonly state: VersionState;
  /** Unpublished by a moderator. The creator can't publish it again. */
  readonly isTakenDown: boolean;
  readonly notes: string;
  readonly base: ModelFamily;
  readonly baseModelName: string;
  readonly triggerWords: readonly string[];
  readonly recommended: RecommendedSettings;
  readonly facts: FileFacts;
  /** JSON of the renderer. Opaque to the hub. */
  readonly renderFacts: string | null;
  /** SHA-256 of the folder, as takes record it, or of the single file. */
  readonly hash: string;
  readonly bytes: number;
  readonly downloads: number;
  readonly images: number;
  readonly pendingSamples: number;
  readonly at: number;
  readonly checkedAt: number | null;
}

/** Times in ms since 1970. */
export interface HubModel {
  readonly id: string;
  readonly creatorId: string;
  readonly kind: HubKind;
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly licenseText: string;
  readonly tags: readonly string[];
  readonly contentRating: ContentRating;
  /** Minimum rating by a moderator. */
  readonly minimumRating: ContentRating;
  readonly base: ModelFamily;
  /** Null without a published version. */
  readonly newestVersionId: string | null;
  readonly publishedAt: number | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
  /** By a moderator. */
  readonly isHidden: boolean;
  readonly isSample: boolean;
  readonly counts: {
    readonly likes: number;
    readonly downloads: number;
    readonly images: number;
    readonly comments: number;
    readonly reviews: number;
    /** Sum over all reviews. */
    readonly stars: number;
  };
}
