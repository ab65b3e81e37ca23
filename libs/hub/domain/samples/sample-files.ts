/** A picture as it is kept. */
export interface SampleFile {
  readonly webp: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Port: makes a sample of any picture, and keeps it. */
export abstract class SampleFiles {
  /** Nothing but its pixels stays. @throws Rejection HUB_PICTURE_UNREADABLE, TOO_LARGE, RATE_LIMITED */
  abstract of(picture: Uint8Array): Promise<SampleFile>;
  /** Of one that is kept: as large as lists show it; null where it is gone. @throws Rejection RATE_LIMITED */
  abstract smallOf(sha256: string): Promise<SampleFile | null>;
  /** Nobody drops it while `use` writes down who needs it. */
  abstract hold<T>(file: SampleFile, use: (sha256: string) => Promise<T>): Promise<T>;
}
