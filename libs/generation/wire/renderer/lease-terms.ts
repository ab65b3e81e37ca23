/** In whose name this node holds takes, and for how long at a time. */
export abstract class LeaseTerms {
  abstract readonly owner: string;
  abstract readonly ms: number;
}
