import type { Size } from './model.js';
import type { ModelFamily } from './model-family.js';

/** What a model's maker tells people in its folder. Everything may be left out. */
export interface ModelCard {
  readonly title?: string;
  readonly by?: string;
  readonly licence?: string;
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
export interface ModelFacts {
  readonly ownSide: number;
  readonly sizeMultiple: number;
  readonly schedulerClass: string;
  readonly usesKarras: boolean;
  /** What it renders well with where its card says nothing. */
  readonly usual: { readonly steps: number; readonly guidance: number };
  readonly usesSde: boolean;
  readonly family: ModelFamily;
  /** Whether there is a VAE encoder, which a picture to start from needs. */
  readonly takesPictures: boolean;
  readonly card: ModelCard;
  /** Why the card was not used, if it was not. */
  readonly cardTrouble?: string;
}
