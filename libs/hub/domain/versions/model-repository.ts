import type { HubModel, Version, VersionFile, VersionState } from '../version.js';

/** Two names are one when either is: see how users's names are told apart. */
export interface ModelNameKeys {
  readonly folded: string;
  readonly confusable: string;
}

type Unmade = 'newestVersionId' | 'publishedAt' | 'editedAt' | 'counts';
export type NewModel = Omit<HubModel, Unmade> & { readonly keys: ModelNameKeys };
export type NewVersion = Omit<Version, 'downloads' | 'images'>;

export type ModelChanges = Partial<
  Pick<HubModel, 'description' | 'license' | 'licenseText' | 'tags' | 'contentRating' | 'atLeast'>
>;
export type VersionChanges = Partial<
  Pick<Version, 'notes' | 'base' | 'baseModelName' | 'triggerWords' | 'recommended'>
>;

/** Port: puts models and versions where users find them, changes them and takes them away. Inside a unit of work. */
export abstract class ModelRepository {
  /** It stays as it is until the end. */
  abstract lockModel(modelId: string): Promise<HubModel | null>;
  /** @throws Rejection HUB_NAME_TAKEN */
  abstract addModel(model: NewModel): Promise<void>;
  /** @throws Rejection HUB_ALREADY_PUBLISHED { modelId, name, label }; HUB_DUPLICATE_NOT_VISIBLE where this creator may not see it */
  abstract requireNewFiles(hash: string, creatorId: string): Promise<void>;
  /** The hash of a removed version that was called this. */
  abstract findRetiredRef(useKey: string): Promise<string | null>;
  /** @throws Rejection HUB_LABEL_TAKEN, and as requireNewFiles, to whoever loses a race */
  abstract addVersion(version: NewVersion, files: readonly VersionFile[], creatorId: string): Promise<void>;
  abstract changeModel(modelId: string, changes: ModelChanges, editedAt: number): Promise<void>;
  /** It is here to show how it looks. */
  abstract markSample(modelId: string): Promise<void>;
  /** For no more than those. @returns whether it was for more until now */
  abstract raiseMinimumRating(modelId: string, contentRating: HubModel['contentRating']): Promise<boolean>;
  abstract changeVersion(versionId: string, changes: VersionChanges): Promise<void>;
  abstract setState(versionId: string, state: VersionState, isWithheld?: boolean): Promise<void>;
  /** After its versions have changed: which of them is shown first, and what it is found by. */
  abstract reindex(modelId: string): Promise<void>;
  /** With its files and samples; that it was called this stays. @returns keys of blobs nobody may need any more */
  abstract removeVersion(version: Pick<Version, 'id' | 'hash'>, useKey: string): Promise<string[]>;
  /** Its versions go before. What was meant to become a later version of it becomes a model of its own. */
  abstract removeModel(modelId: string): Promise<void>;
  /** Ids of somebody's models, in the order of the ids. */
  abstract modelsOf(creatorId: string): Promise<string[]>;
}
