/** The contract's limits, as far as publishing and finding know them. */
export abstract class HubLimits {
  abstract readonly versionsPerModel: number;
  abstract readonly hubPerPage: number;
  abstract readonly tagFacets: number;
  abstract readonly samplesPerVersion: number;
}
