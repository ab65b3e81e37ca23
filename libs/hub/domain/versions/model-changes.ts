import type { HubModel, Version } from '../version.js';

/** Two names are the same if either key is equal, as with user names. */
export interface ModelNameKeys {
  readonly folded: string;
  readonly confusable: string;
}

type SetLater = 'newestVersionId' | 'publishedAt' | 'editedAt' | 'isHidden' | 'counts';
export type NewModel = Omit<HubModel, SetLater> & { readonly keys: ModelNameKeys };
export type NewVersion = Omit<Version, 'downloads' | 'images'>;

export type ModelChanges = Partial<
  Pick<HubModel, 'description' | 'license' | 'licenseText' | 'tags' | 'contentRating' | 'minimumRating'>
>;
export type VersionChanges = Partial<
  Pick<Version, 'notes' | 'base' | 'baseModelName' | 'triggerWords' | 'recommended'>
>;
