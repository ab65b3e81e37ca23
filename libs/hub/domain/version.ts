/** What users share: a whole model, a LoRA, or other weights, which nothing here loads. */
export type HubKind = 'model' | 'lora' | 'weights';
export type ModelBase = 'sd1' | 'sd2' | 'sdxl' | 'other';

/** `unpublished`: its creator took it back. `quarantined`: it crashed or hung what loaded it. */
export type VersionState = 'published' | 'unpublished' | 'quarantined';

/** One file of a version, by its content. */
export interface VersionFile {
  /** In the folder, with forward slashes. */
  readonly path: string;
  /** Its key in the blob store, hex. */
  readonly sha256: string;
  /** SHA-256 of a .safetensors file without its header, as other tools name LoRAs. */
  readonly weightsHash: string | null;
  readonly bytes: number;
  readonly crc32: number;
}

/** What suits it; what is missing stays as the model itself recommends. `weight` for LoRAs. */
export interface RecommendedSettings {
  readonly scheduler?: string;
  readonly steps?: number;
  readonly guidance?: number;
  readonly width?: number;
  readonly height?: number;
  readonly weight?: number;
}

/** What its files say. */
export interface FileFacts {
  readonly kind: HubKind;
  readonly base: ModelBase;
  readonly tensors: number;
  readonly parameters: number;
  readonly dtypes: readonly string[];
  readonly rank?: number;
  readonly modules?: number;
  readonly width?: number;
  readonly height?: number;
  readonly scheduler?: string;
  readonly supportsImg2img?: boolean;
  readonly triggerWords: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** One version of what somebody shares, published or not any more. Times in ms since 1970. */
export interface Version {
  readonly id: string;
  readonly modelId: string;
  readonly label: string;
  /** What settings and infotexts call it: unique on this instance, the same for ever. */
  readonly useId: string;
  readonly state: VersionState;
  /** A moderator took it back: its creator cannot show it again. */
  readonly isWithheld: boolean;
  readonly notes: string;
  readonly base: ModelBase;
  readonly baseModelName: string;
  readonly triggerWords: readonly string[];
  readonly recommended: RecommendedSettings;
  readonly facts: FileFacts;
  /** JSON of whoever renders it; the hub only keeps it. */
  readonly renderFacts: string | null;
  /** SHA-256 of the folder as takes record it, or of the single file. */
  readonly hash: string;
  readonly bytes: number;
  readonly downloads: number;
  readonly images: number;
  readonly samplesToCome: number;
  readonly at: number;
  readonly checkedAt: number | null;
}

/** From what is for everybody to what is for the fewest. */
export const STRENGTH = ['everyone', 'sensitive', 'adult'] as const;

type ContentRating = (typeof STRENGTH)[number];

export const stricter = (one: ContentRating, other: ContentRating): ContentRating =>
  STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;

/** What versions have in common. */
export interface HubModel {
  readonly id: string;
  readonly creatorId: string;
  readonly kind: HubKind;
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly licenseText: string;
  readonly tags: readonly string[];
  readonly contentRating: 'everyone' | 'sensitive' | 'adult';
  /** What a moderator says of it: its creator cannot make less of it. */
  readonly atLeast: 'everyone' | 'sensitive' | 'adult';
  readonly base: ModelBase;
  /** Null while none is published. */
  readonly newestVersionId: string | null;
  readonly publishedAt: number | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly isSample: boolean;
  readonly counts: {
    readonly likes: number;
    readonly downloads: number;
    readonly images: number;
    readonly comments: number;
    readonly reviews: number;
    /** All together. */
    readonly stars: number;
  };
}

/** Port: models with their versions, as they are written down. */
export abstract class Versions {
  abstract modelById(modelId: string): Promise<HubModel | null>;
  abstract modelsByIds(modelIds: readonly string[]): Promise<HubModel[]>;
  abstract byId(versionId: string): Promise<Version | null>;
  abstract byUseId(useId: string): Promise<Version | null>;
  /** The newest first, whatever their state. */
  abstract ofModel(modelId: string): Promise<Version[]>;
  /** In the order of their paths. */
  abstract filesOf(versionId: string): Promise<VersionFile[]>;
  /** All published ones of a kind, the newest first. */
  abstract published(kind: HubKind): Promise<{ readonly model: HubModel; readonly version: Version }[]>;
}
