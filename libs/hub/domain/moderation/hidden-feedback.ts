/** Rows of this slice's tables as JSON holds them; only who lifted them lays them back. */
export type LiftedRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Port: comments and reviews that those who moderate hide, with the emoji they were given. Inside a unit of work. */
export abstract class HiddenFeedback {
  abstract snapshot(table: 'hub_comment' | 'hub_review', id: string): Promise<LiftedRows>;
  /** In its old place. @returns false where its model is gone, what it stood beneath, or another stands in its place */
  abstract restore(table: 'hub_comment' | 'hub_review', rows: LiftedRows): Promise<boolean>;
}
