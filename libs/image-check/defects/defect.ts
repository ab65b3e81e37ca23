/**
 * How an image can be broken: every pixel black, or of one colour; blocks of colour that do not belong; noise that never
 * became an image; bands or tiles out of their place.
 */
export type DefectKind = 'black' | 'flat' | 'blocks' | 'noise' | 'torn';

export interface Defect {
  readonly kind: DefectKind;
  /** How far beyond what whole images show, 0 to 1. */
  readonly score: number;
}
