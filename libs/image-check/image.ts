/** `[H,W,3] uint8`: red, green and blue, row by row. */
export interface RawImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A preview frame of a take, its finished image, or an upload. */
export type CheckPurpose = 'preview' | 'final' | 'upload';
