import type { Version, VersionFile } from '../version.js';

export interface OwnReview {
  readonly stars: number;
  readonly words: string;
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
  abstract reviewBy(userId: string, modelId: string): Promise<OwnReview | null>;
  /** Number of drafts of a later version. */
  abstract draftsFor(modelId: string): Promise<number>;
}
