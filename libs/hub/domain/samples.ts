import type { HubKind } from '@visionary/contract';

/** An example image of a version. */
export interface Sample {
  readonly id: string;
  readonly versionId: string;
  /** Blob key of the WebP file. */
  readonly sha256: string;
  /** Blob key of the thumbnail; null until a list shows it, and for small images. */
  readonly thumbnailSha256: string | null;
  readonly width: number;
  readonly height: number;
  /** Empty for an uploaded sample. */
  readonly prompt: string;
  /** Uploaded by the creator. */
  readonly isUploaded: boolean;
  /** Rating by the image check; null for everyone. */
  readonly checkedRating: 'sensitive' | 'adult' | null;
}

export interface NewSample extends Omit<Sample, 'thumbnailSha256'> {
  /** The take that rendered it; null for an uploaded sample. */
  readonly takeId: string | null;
  readonly at: number;
}

/** A version with samples to render. */
export interface VersionNeedingSamples {
  readonly versionId: string;
  readonly kind: SampledKind;
  readonly useId: string;
  readonly triggerWords: readonly string[];
  /** Recommended weight of a LoRA. */
  readonly weight: number | null;
  /** Takes whose image is stored already. */
  readonly storedTakeIds: readonly string[];
}

/** A sample's image, re-encoded. */
export interface SampleFile {
  readonly webp: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Rating by the image check; null for everyone. */
  readonly checkedRating: 'sensitive' | 'adult' | null;
}

/** Samples that the hub renders for a version without uploaded ones. */
export const RENDERED_SAMPLES_PER_VERSION = 3;

/** Kinds that the hub renders samples of. A ControlNet needs an image to follow, which only its creator has. */
export const SAMPLED_KINDS = ['model', 'lora', 'embedding', 'vae', 'upscaler'] as const;
export type SampledKind = (typeof SAMPLED_KINDS)[number];

export const isSampled = (kind: HubKind): kind is SampledKind => SAMPLED_KINDS.some((one) => one === kind);

/** Longer side of a thumbnail in pixels: twice the widest cover in a list, for sharp screens. */
export const THUMBNAIL_SIZE = 480;

type Size = Pick<Sample, 'width' | 'height'>;

export const needsThumbnail = ({ width, height }: Size): boolean => Math.max(width, height) > THUMBNAIL_SIZE;

/** In pixels. */
export const thumbnailWidth = ({ width, height }: Size): number =>
  Math.max(1, Math.round((width * THUMBNAIL_SIZE) / Math.max(width, height)));
