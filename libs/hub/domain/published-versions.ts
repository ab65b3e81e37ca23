import type { HubKind } from '@visionary/contract';
import type { HubModel, ModelBase, RecommendedSettings } from './version.js';

/** A version for the model picker. Times in ms since 1970. */
export interface PublishedVersion {
  readonly versionId: string;
  readonly modelId: string;
  readonly creatorId: string;
  readonly useId: string;
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly license: string;
  readonly licenseWords: string;
  readonly base: ModelBase;
  readonly triggerWords: readonly string[];
  readonly recommended: RecommendedSettings;
  /** From the files of a model. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly takesImages: boolean | undefined;
  readonly hash: string;
  readonly bytes: number;
  /** Quarantined. Shown, but it can't be chosen. */
  readonly isQuarantined: boolean;
  readonly contentRating: HubModel['contentRating'];
  readonly at: number;
}

/** Port: published and quarantined versions. */
export abstract class PublishedVersions {
  /** Increases with every change, by any process. */
  abstract revision(): Promise<number>;
  /** Must run in the transaction of the change. */
  abstract raiseRevision(): Promise<void>;
  /** By version id, newest first. A stamp changes when the version's shown data changes. */
  abstract versionStamps(kind: HubKind): Promise<ReadonlyMap<string, string>>;
  /** In no particular order. Omits removed versions. */
  abstract byVersionIds(versionIds: readonly string[]): Promise<PublishedVersion[]>;
  /** JSON of the renderer, by version id. Long: request few at a time. */
  abstract renderFacts(versionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Id of the first sample, by version id. */
  abstract samples(versionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
