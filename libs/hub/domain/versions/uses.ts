import type { ModelFileRef } from '../model-credits.js';

/** A version that images say they were made with. */
export interface UsedVersion extends ModelFileRef {
  readonly versionId: string;
  readonly modelId: string;
}

/** Port: how many published images versions have. */
export abstract class VersionImageCounts {
  /** @param made whole hashes, or their first digits */
  abstract ofFiles(made: readonly ModelFileRef[]): Promise<UsedVersion[]>;
  /** All versions of a model that images can be made with. */
  abstract ofModel(modelId: string): Promise<UsedVersion[]>;
  /** Inside a unit of work: whoever else counts its images waits until it ends. */
  abstract hold(modelId: string): Promise<void>;
  /** Inside a unit of work: of a version, and of its model. @returns whether that is news */
  abstract setImages(version: UsedVersion, images: number, ofModel: number): Promise<boolean>;
}
