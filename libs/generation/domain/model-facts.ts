import type { Size } from './model.js';
import type { ModelFamily } from './model-family.js';

/** What a model's creator tells users in its folder. Everything may be left out. */
export interface ModelCard {
  readonly title?: string;
  readonly by?: string;
  readonly license?: string;
  readonly about?: { readonly en: string; readonly zh: string };
  readonly recommended?: {
    readonly scheduler?: string;
    readonly steps?: number;
    readonly guidance?: number;
    readonly width?: number;
    readonly height?: number;
  };
  readonly examples?: { readonly en: readonly string[]; readonly zh: readonly string[] };
  readonly sizes?: readonly Size[];
}

/** What a model's own files say of how it is rendered with. No graph is looked at: the server never loads ONNX. */
export interface ModelMetadata {
  readonly nativeSize: number;
  readonly sizeMultiple: number;
  readonly schedulerClass: string;
  readonly usesKarras: boolean;
  /** What it renders well with where its card says nothing. */
  readonly defaults: { readonly steps: number; readonly guidance: number };
  readonly usesSde: boolean;
  readonly family: ModelFamily;
  /** Whether there is a VAE encoder, which an image to start from needs. */
  readonly takesImages: boolean;
  readonly card: ModelCard;
  /** Why the card was not used, if it was not. */
  readonly cardError?: string;
}
