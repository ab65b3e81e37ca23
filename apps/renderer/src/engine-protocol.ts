import type {
  ReplacedImage,
  RenderCommand,
  RendererReport,
  RenderJob,
  UnmatchedLoraPart,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { LoadedModelsOptions } from './loaded-models.js';

/** Options of the engine's thread. */
export interface EngineOptions extends LoadedModelsOptions {
  /** Whether corrupt images are rendered once more with another seed. */
  readonly retriesCorrupt: boolean;
}

/** Messages between the main thread, which talks to the server, and the engine's thread, which loads ONNX. */
export type EngineCommand =
  | RenderCommand
  | { readonly type: 'cancel'; readonly takeId: string }
  | { readonly type: 'stop'; readonly takeId: string }
  | {
      readonly type: 'steer';
      readonly takeId: string;
      readonly steerId: string;
      readonly prompt: string;
      readonly negative: string;
    }
  | {
      readonly type: 'forecast';
      readonly requestId: number;
      readonly modelDir: string;
      readonly loraFiles: readonly string[];
      readonly loraWeights: readonly number[];
    }
  /** Cancels everything. The thread ends after the current model call. */
  | { readonly type: 'close' };

/** Latents `[1,C,height,width]`, sides in cells. */
export interface DenoisedLatents {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface LoraHash {
  readonly id: string;
  /** First twelve digits of the SHA-256 of the weights without header, as in infotexts. */
  readonly shortHash: string;
}

/** Reports of a running take. */
export type TakeReport =
  | { readonly type: 'loading'; readonly takeId: string }
  | { readonly type: 'loaded'; readonly takeId: string; readonly loadMs: number }
  | {
      readonly type: 'step';
      readonly takeId: string;
      readonly imageIndex: number;
      readonly step: number;
      /** Steps of this image. */
      readonly steps: number;
      readonly stepMs: number;
      readonly denoised: DenoisedLatents;
    }
  | {
      readonly type: 'steered';
      readonly takeId: string;
      readonly steerId: string;
      readonly imageIndex: number;
      readonly step: number;
    }
  | {
      readonly type: 'image';
      readonly takeId: string;
      readonly imageIndex: number;
      readonly rgb: Uint8Array;
      readonly width: number;
      readonly height: number;
      readonly decodeMs: number;
      /** Job that reproduces this image alone. */
      readonly alone: RenderJob;
      readonly loraHashes: readonly LoraHash[];
      readonly replaced?: ReplacedImage;
    }
  | {
      readonly type: 'finished';
      readonly takeId: string;
      readonly renderMs: number;
      /** As rendered. */
      readonly job: RenderJob;
      readonly unmatched: readonly UnmatchedLoraPart[];
    }
  | Extract<RendererReport, { type: 'cancelled' | 'failed' }>;

export type EngineReport =
  | { readonly type: 'ready' }
  | TakeReport
  /** Forwarded to the server unchanged. */
  | Extract<RendererReport, { type: 'forecast' | 'pool' }>;
