/** For how long at a time a renderer holds a take. */
export abstract class LeaseTerms {
  abstract readonly ms: number;
}
