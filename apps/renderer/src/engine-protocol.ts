import type {
  ReplacedImage,
  RendererReport,
  RenderJob,
  UnmatchedLoraPart,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { LoadedModelsOptions } from './loaded-models.js';

/** How the engine's thread is started. */
export interface EngineOptions extends LoadedModelsOptions {
  /** Broken images are rendered once more with another seed, and refused when that is broken, too. */
  readonly findsFaults: boolean;
}

/** A take as the engine is told it. */
export interface EngineRenderRequest {
  readonly takeId: string;
  readonly modelDir: string;
  readonly modelName: string;
  readonly job: RenderJob;
  /** Of the job's LoRAs, in the job's order. */
  readonly loraFiles: readonly string[];
  readonly initPng?: Uint8Array;
  readonly maskPng?: Uint8Array;
}

/** What the process's main thread, which talks to the server, and the engine's thread, which loads ONNX, tell each other. */
export type EngineCommand =
  | ({ readonly type: 'render' } & EngineRenderRequest)
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
  /** Cancels everything; the thread ends when the model call that runs has ended. */
  | { readonly type: 'close' };

/** Latents `[1,C,height,width]`, sides in cells. */
export interface DenoisedLatents {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A LoRA's file as other tools name it. */
export interface LoraHash {
  readonly id: string;
  /** First twelve digits of the SHA-256 of the weights without the file's header, as the field's infotexts have it. */
  readonly shortHash: string;
}

/** What a take's running tells of it. */
export type TakeReport =
  | { readonly type: 'loading'; readonly takeId: string }
  | { readonly type: 'loaded'; readonly takeId: string; readonly loadMs: number }
  | {
      readonly type: 'step';
      readonly takeId: string;
      readonly imageIndex: number;
      readonly step: number;
      /** Steps this image takes. */
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
      /** What renders this image alone, as it was rendered in the end. */
      readonly alone: RenderJob;
      readonly loraHashes: readonly LoraHash[];
      readonly again?: ReplacedImage;
    }
  | {
      readonly type: 'finished';
      readonly takeId: string;
      readonly renderMs: number;
      /** As it was rendered in the end. */
      readonly job: RenderJob;
      readonly unmatched: readonly UnmatchedLoraPart[];
    }
  | Extract<RendererReport, { type: 'cancelled' | 'failed' }>;

export type EngineReport =
  | { readonly type: 'ready' }
  | TakeReport
  /** Handed on to the server as they are. */
  | Extract<RendererReport, { type: 'forecast' | 'pool' }>;
