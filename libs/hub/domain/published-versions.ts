import type { AdditionFacts, ModelFamily, VocabularySummary } from '@visionary/contract';
import type { HubModel, RecommendedSettings } from './version.js';

/** A version for the model picker. Times in ms since 1970. */
export interface PublishedVersion {
  readonly versionId: string;
  readonly modelId: string;
  readonly creatorId: string;
  readonly useId: string;
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly license: string;
  readonly licenseText: string;
  readonly base: ModelFamily;
  readonly triggerWords: readonly string[];
  readonly recommended: RecommendedSettings;
  /** From the files of a model. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly supportsImg2img: boolean | undefined;
  /** Of an embedding, VAE, ControlNet, or upscaler. */
  readonly addition?: AdditionFacts;
  /** Of a model that came with a vocabulary. */
  readonly vocabulary?: VocabularySummary;
  readonly hash: string;
  readonly bytes: number;
  /** Quarantined. Shown, but it can't be chosen. */
  readonly isQuarantined: boolean;
  readonly contentRating: HubModel['contentRating'];
  readonly at: number;
}
