/**
 * How a picture can be broken: every pixel black, or of one colour; blocks of colour that do not belong; noise that never
 * became a picture; bands or tiles out of their place.
 */
export type FaultKind = 'black' | 'flat' | 'blocks' | 'noise' | 'torn';

export interface Fault {
  readonly kind: FaultKind;
  /** How far beyond what whole pictures show, 0 to 1. */
  readonly score: number;
}
