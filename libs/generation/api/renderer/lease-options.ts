/** For how long at a time a renderer holds a take. */
export abstract class LeaseOptions {
  abstract readonly ms: number;
}
