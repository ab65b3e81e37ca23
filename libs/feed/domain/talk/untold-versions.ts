/** A new version of a model that not everybody was told of yet who wants to be. */
export interface UntoldVersion {
  readonly versionId: string;
  readonly modelId: string;
  readonly makerId: string;
  readonly label: string;
  /** The first of its model. */
  readonly isFirst: boolean;
  /** ms since 1970 */
  readonly at: number;
  /** People up to this id know of it, in the order of ids; nobody: ''. */
  readonly toldUntil: string;
}

/** Port: which versions are still to be told of, and how far that is. */
export abstract class UntoldVersions {
  abstract add(version: UntoldVersion): Promise<void>;
  /** The oldest first. */
  abstract ids(): Promise<string[]>;
  /** Inside a transaction: until its end no other node tells of it. @returns null where everybody knows, or it is gone */
  abstract hold(versionId: string): Promise<UntoldVersion | null>;
  abstract toldUntil(versionId: string, personId: string): Promise<void>;
  abstract remove(versionId: string): Promise<void>;
  abstract removeOf(modelId: string): Promise<void>;
}
