/** Pixels as `[height, width, 3]` bytes of red, green and blue, row by row. */
export interface RawImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What an image is judged as: an early guess of a take, its end, or a file somebody brought. */
export type CheckPurpose = 'preview' | 'final' | 'upload';
