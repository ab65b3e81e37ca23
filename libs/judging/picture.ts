/** Pixels as `[height, width, 3]` bytes of red, green and blue, row by row. */
export interface RawPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What a picture is judged as: an early guess of a take, its end, or a file somebody brought. */
export type Purpose = 'preview' | 'final' | 'upload';
