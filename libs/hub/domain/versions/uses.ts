import type { Made } from '../credits.js';

/** A version that pictures say they were made with. */
export interface UsedVersion extends Made {
  readonly versionId: string;
  readonly modelId: string;
}

/** Port: how many published pictures versions have. */
export abstract class Uses {
  /** @param made whole hashes, or their first digits */
  abstract ofFiles(made: readonly Made[]): Promise<UsedVersion[]>;
  /** All versions of a model that pictures can be made with. */
  abstract ofModel(modelId: string): Promise<UsedVersion[]>;
  /** Inside a unit of work: whoever else counts its pictures waits until it ends. */
  abstract hold(modelId: string): Promise<void>;
  /** Inside a unit of work: of a version, and of its model. @returns whether that is news */
  abstract setPictures(version: UsedVersion, pictures: number, ofModel: number): Promise<boolean>;
}
