/** The contract's limits, as far as the search knows them. */
export abstract class FindLimits {
  /** Hits are counted so far. */
  abstract readonly searchTotal: number;
}
