import type {
  ReplacedImage,
  RendererCommand,
  RendererReport,
  RenderJob,
  UnmatchedLoraPart,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { ProviderName, Rounding } from '@visionary/diffusion';
import type { Remedy } from './devices/device-failures.js';
import type { LoadedModelsOptions } from './loaded-models.js';

/** Options of the engine's thread. */
export interface EngineOptions extends LoadedModelsOptions {
  /** Whether corrupt images are rendered once more with another seed. */
  readonly retriesCorrupt: boolean;
}

/** Messages between the main thread, which talks to the server, and the engine's thread, which loads ONNX. */
export type EngineCommand =
  | Exclude<RendererCommand, { type: 'watch' | 'count' | 'shutdown' }>
  /** Cancels everything. The thread ends after the current model call. */
  | { readonly type: 'close' };

/** What an image looked like after one of its steps. */
export interface DecodedStep {
  readonly step: number;
  readonly image: { readonly rgb: Uint8Array; readonly width: number; readonly height: number };
  readonly denoised: Float32Array;
}

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
  | Extract<RendererReport, { type: 'loading' | 'steered' | 'cancelled' | 'failed' }>
  | {
      readonly type: 'loaded';
      readonly takeId: string;
      readonly loadMs: number;
      readonly provider: ProviderName;
      /** Absent for an upscale, which has no model. */
      readonly rounding?: Rounding;
    }
  | {
      readonly type: 'step';
      readonly takeId: string;
      readonly imageIndex: number;
      readonly step: number;
      /** Steps of this image. */
      readonly steps: number;
      readonly stepMs: number;
      /** Images that are rendered together, this one first. */
      readonly together: number;
      /** Absent for the tile of an upscale, which has no frame. */
      readonly denoised?: DenoisedLatents;
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
      readonly singleImageJob: RenderJob;
      readonly loraHashes: readonly LoraHash[];
      readonly replaced?: ReplacedImage;
      /** As in the record. */
      readonly together?: number;
    }
  | {
      readonly type: 'finished';
      readonly takeId: string;
      readonly renderMs: number;
      /** As rendered. */
      readonly job: RenderJob;
      readonly unmatchedParts: readonly UnmatchedLoraPart[];
    };

export type EngineReport =
  | { readonly type: 'ready' }
  /** `decoded` is empty if the steps are no longer kept. */
  | {
      readonly type: 'decodedSteps';
      readonly requestId: number;
      readonly takeId: string;
      readonly imageIndex: number;
      /** Of the image, the last one that is kept. */
      readonly steps: number;
      readonly decoded: readonly DecodedStep[];
    }
  | TakeReport
  /** A model is computed otherwise from now on, because the device failed. */
  | {
      readonly type: 'deviceFailed';
      readonly modelName: string;
      readonly reason: string;
      readonly remedy: Remedy;
    }
  /** Forwarded to the server unchanged. */
  | Extract<RendererReport, { type: 'forecast' | 'pool' }>;
