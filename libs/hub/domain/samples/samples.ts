/** An image that shows what a version can do. */
export interface Sample {
  readonly id: string;
  readonly versionId: string;
  /** Its key in the blob store: WebP. */
  readonly sha256: string;
  /** As large as lists show it; null until a list showed it, and where the image itself is no larger. */
  readonly smallSha256: string | null;
  readonly width: number;
  readonly height: number;
  /** Empty where its creator chose it. */
  readonly prompt: string;
  readonly isChosen: boolean;
  /** Where it is not for everybody: what the check says of it. */
  readonly level: 'sensitive' | 'adult' | null;
}

export interface NewSample extends Omit<Sample, 'smallSha256'> {
  /** It came out of this take; null where its creator chose it. */
  readonly takeId: string | null;
  readonly at: number;
}

/** A version that waits for images. */
export interface VersionNeedingSamples {
  readonly versionId: string;
  readonly kind: 'model' | 'lora';
  readonly useId: string;
  readonly triggerWords: readonly string[];
  /** Of a LoRA, where its creator recommends one. */
  readonly weight: number | null;
  /** Of takes whose image is kept. */
  readonly keptTakeIds: readonly string[];
}

/** Port: samples as they are written down. */
export abstract class Samples {
  abstract byId(id: string): Promise<Sample | null>;
  /** Those that creators chose first, then in the order in which they came. One query. */
  abstract ofVersions(versionIds: readonly string[]): Promise<Sample[]>;
  /** @returns false where the image of this take is kept already. Inside a unit of work. */
  abstract add(sample: NewSample): Promise<boolean>;
  /** Inside a unit of work. */
  abstract setSmall(id: string, sha256: string): Promise<void>;
  /** A moderator says for whom the model is, whatever the check said of its samples. Inside a unit of work. */
  abstract setLevels(modelId: string, level: 'adult' | null): Promise<void>;
  /** Inside a unit of work. */
  abstract remove(id: string): Promise<void>;
  /** Published ones with samples still to come, those that wait longest first. */
  abstract unsampled(limit: number): Promise<VersionNeedingSamples[]>;
  /** @returns whether that is news. Inside a unit of work. */
  abstract setToCome(versionId: string, samples: number): Promise<boolean>;
}
