import type { Version, VersionFile } from '../version.js';

export interface EmojiTally {
  readonly emoji: string;
  readonly count: number;
}

/** A user's reactions to a model, and their review. */
export interface ViewerModelState {
  readonly reactions: readonly string[];
  readonly review: { readonly stars: number; readonly words: string } | null;
}

/** Port: reads for pages. One query per call. Versions come without `renderFacts`, which are large. */
export abstract class HubPages {
  /** In no particular order. */
  abstract versionsByIds(ids: readonly string[]): Promise<Version[]>;
  /** All states, newest first. */
  abstract ofModel(modelId: string): Promise<Version[]>;
  /** The newest version of each model in any state. */
  abstract newestOf(modelIds: readonly string[]): Promise<Version[]>;
  abstract filesOf(versionIds: readonly string[]): Promise<ReadonlyMap<string, readonly VersionFile[]>>;
  /** Most given first. */
  abstract emojisOf(modelIds: readonly string[]): Promise<ReadonlyMap<string, readonly EmojiTally[]>>;
  abstract marksOf(userId: string, modelId: string): Promise<ViewerModelState>;
  /** Number of drafts of a later version. */
  abstract draftsFor(modelId: string): Promise<number>;
}
