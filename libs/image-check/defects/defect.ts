/** All black, all of one color, misplaced blocks of color, latent noise, or shifted bands and tiles. */
export type DefectKind = 'black' | 'flat' | 'blocks' | 'noise' | 'torn';

export interface Defect {
  readonly kind: DefectKind;
  /** Severity, 0 to 1. */
  readonly score: number;
}
