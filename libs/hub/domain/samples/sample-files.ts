/** An image as it is kept. */
export interface SampleFile {
  readonly webp: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Where it is not for everybody: what the check says of it. */
  readonly level: 'sensitive' | 'adult' | null;
}

/** Port: makes a sample of any image, and keeps it. */
export abstract class SampleFiles {
  /**
   * Nothing but its pixels stays.
   * @throws Rejection HUB_IMAGE_UNREADABLE, TOO_LARGE, RATE_LIMITED, SAFETY_IMAGE_REJECTED, SAFETY_CHECK_UNAVAILABLE
   */
  abstract of(image: Uint8Array): Promise<SampleFile>;
  /** Of one that is kept: as large as lists show it; null where it is gone. @throws Rejection RATE_LIMITED */
  abstract smallOf(sha256: string): Promise<Omit<SampleFile, 'level'> | null>;
  /** Nobody drops it while `use` writes down who needs it. */
  abstract hold<T>(file: Pick<SampleFile, 'webp'>, use: (sha256: string) => Promise<T>): Promise<T>;
}
