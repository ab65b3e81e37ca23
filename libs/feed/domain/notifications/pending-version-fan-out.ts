/** A published version whose audience isn't notified completely yet. */
export interface PendingVersionFanOut {
  readonly versionId: string;
  readonly modelId: string;
  readonly creatorId: string;
  readonly label: string;
  /** Whether it is the first version of its model. */
  readonly isFirst: boolean;
  /** ms since 1970 */
  readonly at: number;
  /** Users up to this id, in the order of ids, are notified. '' for nobody. */
  readonly cursor: string;
}
