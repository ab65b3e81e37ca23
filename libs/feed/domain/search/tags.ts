export interface TagUse {
  readonly tag: string;
  /** Posts that have it. */
  readonly count: number;
}

/** Port: the tags of all posts. */
export abstract class Tags {
  abstract all(): Promise<TagUse[]>;
}
