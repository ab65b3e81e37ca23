/** Port: how much of everything. The wire binds it to the contract's. */
export abstract class CaseLimits {
  abstract readonly casesPerPage: number;
  abstract readonly auditPerPage: number;
  abstract readonly reportsShown: number;
  abstract readonly contextLines: number;
}
