/** A picture that shows what a version can do. */
export interface Sample {
  readonly id: string;
  readonly versionId: string;
  /** Its key in the blob store: WebP. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** Empty where its maker chose it. */
  readonly prompt: string;
  readonly isChosen: boolean;
}

/** Port: samples as they are written down. */
export abstract class Samples {
  abstract byId(id: string): Promise<Sample | null>;
  /** In their order, for each version. One query. */
  abstract ofVersions(versionIds: readonly string[]): Promise<Sample[]>;
}
