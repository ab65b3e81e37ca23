import type { AvatarCrop } from '@visionary/contract';

/** Size of the image after EXIF rotation, in pixels. */
export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** How an image is changed: cropped, scaled, in sRGB, and encoded without metadata. */
export interface ImageTransform {
  /** In pixels of the upright image; absent values center the largest square. */
  readonly crop?: AvatarCrop;
  /** `inside`: keeps the proportions, and never enlarges. `fill`: exactly this size. */
  readonly size: Dimensions & { readonly fit: 'inside' | 'fill' };
  readonly format: { readonly type: 'webp'; readonly quality: number } | { readonly type: 'png' };
}

export interface EncodedImage extends Dimensions {
  readonly data: Uint8Array;
}

/** Identifies an image independently of its file. */
export interface ImageFingerprint {
  /** SHA-256 of its pixels. Unaffected by container, metadata, and lossless re-encoding. */
  readonly pixelHash: string;
  /** Perceptual hash. Null if the image has too little structure. */
  readonly perceptualHash: string | null;
}

/** Images of equal size in rows, from the top left, shown one after the other, and then the last one. */
export interface Animation {
  readonly columns: number;
  readonly count: number;
  /** Of each image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Longest side of the animation, in pixels. */
  readonly longest: number;
  /** Of all, without the last one. */
  readonly ms: number;
  readonly lastMs: number;
  readonly format: 'webp' | 'gif';
}

export type ImageTask =
  | { readonly type: 'animate'; readonly sheet: Uint8Array; readonly last: Uint8Array; readonly animation: Animation }
  | { readonly type: 'transform'; readonly file: Uint8Array; readonly transform: ImageTransform }
  | { readonly type: 'fingerprint'; readonly file: Uint8Array };

export type ImageResult =
  | ({ readonly type: 'image' } & EncodedImage)
  | ({ readonly type: 'fingerprint' } & ImageFingerprint)
  | { readonly type: 'unreadable' }
  /** More pixels than an upload of this kind may have. */
  | ({ readonly type: 'tooLarge'; readonly maxPixels: number } & Dimensions)
  /** The crop leaves the image. */
  | ({ readonly type: 'outside' } & Dimensions);

/** Messages between a server and its image decoder. */
export interface DecoderRequest {
  readonly id: number;
  readonly task: ImageTask;
}

export interface DecoderResponse {
  readonly id: number;
  readonly result: ImageResult;
}

/** Decodes images, apart from the server. */
export abstract class ImageDecoder {
  /** @throws Error when no decoder can be started */
  abstract run(task: ImageTask): Promise<ImageResult>;
}
