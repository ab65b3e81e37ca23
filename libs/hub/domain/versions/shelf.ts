import type { HubModel, Version, VersionFile, VersionState } from '../version.js';

/** Two names are one when either is: see how people's names are told apart. */
export interface ModelKeys {
  readonly folded: string;
  readonly looks: string;
}

type Unmade = 'newestVersionId' | 'publishedAt' | 'editedAt' | 'counts';
export type NewModel = Omit<HubModel, Unmade> & { readonly keys: ModelKeys };
export type NewVersion = Omit<Version, 'downloads' | 'pictures'>;

export type ModelChanges = Partial<
  Pick<HubModel, 'about' | 'licence' | 'licenceWords' | 'tags' | 'maturity' | 'atLeast'>
>;
export type VersionChanges = Partial<Pick<Version, 'notes' | 'base' | 'baseName' | 'triggerWords' | 'recommended'>>;

/** Port: puts models and versions where people find them, changes them and takes them away. Inside a unit of work. */
export abstract class Shelf {
  /** It stays as it is until the end. */
  abstract holdModel(modelId: string): Promise<HubModel | null>;
  /** @throws Rejection HUB_NAME_TAKEN */
  abstract addModel(model: NewModel): Promise<void>;
  /** @throws Rejection HUB_ALREADY_PUBLISHED { modelId, name, label }; HUB_ALREADY_HERE where this maker may not see it */
  abstract requireNewFiles(hash: string, makerId: string): Promise<void>;
  /** The hash of a removed version that was called this. */
  abstract removedAs(useKey: string): Promise<string | null>;
  /** @throws Rejection HUB_LABEL_TAKEN, and as requireNewFiles, to whoever loses a race */
  abstract addVersion(version: NewVersion, files: readonly VersionFile[], makerId: string): Promise<void>;
  abstract changeModel(modelId: string, changes: ModelChanges, editedAt: number): Promise<void>;
  /** It is here to show how it looks. */
  abstract markSample(modelId: string): Promise<void>;
  /** For no more than those. @returns whether it was for more until now */
  abstract raise(modelId: string, maturity: HubModel['maturity']): Promise<boolean>;
  abstract changeVersion(versionId: string, changes: VersionChanges): Promise<void>;
  abstract setState(versionId: string, state: VersionState, isWithheld?: boolean): Promise<void>;
  /** After its versions have changed: which of them is shown first, and what it is found by. */
  abstract refresh(modelId: string): Promise<void>;
  /** With its files and samples; that it was called this stays. @returns keys of blobs nobody may need any more */
  abstract removeVersion(version: Pick<Version, 'id' | 'hash'>, useKey: string): Promise<string[]>;
  /** Its versions go before. What was meant to become a later version of it becomes a model of its own. */
  abstract removeModel(modelId: string): Promise<void>;
  /** Ids of somebody's models, in the order of the ids. */
  abstract modelsOf(makerId: string): Promise<string[]>;
}
