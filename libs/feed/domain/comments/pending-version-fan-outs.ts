/** A new version of a model that not everybody was told of yet who wants to be. */
export interface PendingVersionFanOut {
  readonly versionId: string;
  readonly modelId: string;
  readonly creatorId: string;
  readonly label: string;
  /** The first of its model. */
  readonly isFirst: boolean;
  /** ms since 1970 */
  readonly at: number;
  /** Users up to this id know of it, in the order of ids; nobody: ''. */
  readonly toldUntil: string;
}

/** Port: which versions are still to be told of, and how far that is. */
export abstract class PendingVersionFanOuts {
  abstract add(version: PendingVersionFanOut): Promise<void>;
  /** The oldest first. */
  abstract ids(): Promise<string[]>;
  /** Inside a transaction: until its end no other node tells of it. @returns null where everybody knows, or it is gone */
  abstract hold(versionId: string): Promise<PendingVersionFanOut | null>;
  abstract toldUntil(versionId: string, userId: string): Promise<void>;
  abstract remove(versionId: string): Promise<void>;
  abstract removeOf(modelId: string): Promise<void>;
}
