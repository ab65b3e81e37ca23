import type { Version, VersionFile } from '../version.js';

export interface EmojiTally {
  readonly emoji: string;
  readonly count: number;
}

/** What somebody gave a model. */
export interface ViewerModelState {
  readonly reactions: readonly string[];
  readonly review: { readonly stars: number; readonly words: string } | null;
}

/** Port: what pages show of many at once, one query each. */
export abstract class HubPages {
  /** In no order. Without what renderers know of them, as all versions given here: that is large, and nobody looks at it. */
  abstract versionsByIds(ids: readonly string[]): Promise<Version[]>;
  /** The newest first, whatever their state. */
  abstract ofModel(modelId: string): Promise<Version[]>;
  /** The newest of each model, whatever its state. */
  abstract newestOf(modelIds: readonly string[]): Promise<Version[]>;
  abstract filesOf(versionIds: readonly string[]): Promise<ReadonlyMap<string, readonly VersionFile[]>>;
  /** The most given first. */
  abstract emojisOf(modelIds: readonly string[]): Promise<ReadonlyMap<string, readonly EmojiTally[]>>;
  abstract marksOf(userId: string, modelId: string): Promise<ViewerModelState>;
  abstract draftsFor(modelId: string): Promise<number>;
}
