/** One user, one day. */
export interface Download {
  readonly versionId: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  /** A hash that tells nobody's name. */
  readonly who: string;
}

/** Port: who took what along. */
export abstract class DownloadCounts {
  /** Those that were not there count: at the version, and at its model. All of one version. @returns how many did */
  abstract add(versionId: string, downloads: readonly Download[]): Promise<number>;
  /** By then nobody asks whether they were there. */
  abstract forgetBefore(day: number): Promise<void>;
}
