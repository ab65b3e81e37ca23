/**
 * What a renderer and the server that feeds it say to each other, over the IPC channel of a child
 * (`serialization: 'advanced'`) or over Redis: bytes travel as bytes. Plain values only.
 */

/** One take, ready to render. Lengths in pixels; `seed` is that of the first image, image i uses seed + i (mod 2^32). */
export interface RenderJob {
  /** As it was typed, as in `changes`; what the house adds is rendered with each of them. */
  readonly prompt: string;
  readonly negative: string;
  readonly added?: JobPromptPrefix;
  readonly scheduler: string;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly batch: number;
  /** Fresh noise of DDIM, 0 to 1. */
  readonly eta?: number;
  readonly loras?: readonly JobLora[];
  readonly init?: JobInit;
  /** Changes of the words known beforehand: a take that was steered, rendered again. */
  readonly promptChanges?: readonly PromptChange[];
  /** Where the take ends early with the image of that step. */
  readonly stopPoint?: StopPoint;
}

/** Words of the house: before the prompt, and behind the negative one. */
export interface JobPromptPrefix {
  readonly prefix: string;
  readonly negativeSuffix: string;
}

export interface JobLora {
  readonly id: string;
  readonly weight: number;
  /** SHA-256 of its file, hex. Absent where the order is not bound to one. */
  readonly sha256?: string;
}

/** What to start from: images by the SHA-256 of their PNG; their bytes come beside the job. */
export interface JobInit {
  readonly sha256: string;
  /** Denoising strength, 0 to 1. */
  readonly strength: number;
  readonly maskSha256?: string;
}

/** After `step` steps of image `image` were done: new words from the next step on, in later images at the same step. */
export interface PromptChange {
  readonly image: number;
  readonly step: number;
  readonly prompt: string;
  readonly negative: string;
}

export interface StopPoint {
  readonly image: number;
  readonly step: number;
}

export interface RenderCommand {
  readonly type: 'render';
  readonly takeId: string;
  readonly modelDir: string;
  readonly modelName: string;
  readonly job: RenderJob;
  readonly sendFrames: boolean;
  /** Paths of the job's LoRA files, in the job's order. */
  readonly loraFiles?: readonly string[];
  /** PNGs of `job.init`. */
  readonly initPng?: Uint8Array;
  readonly maskPng?: Uint8Array;
}

export type RendererCommand =
  | RenderCommand
  | { readonly type: 'cancel'; readonly takeId: string }
  /** Keep the image of the present step, and end. */
  | { readonly type: 'stop'; readonly takeId: string }
  | {
      readonly type: 'steer';
      readonly takeId: string;
      readonly steerId: string;
      readonly prompt: string;
      readonly negative: string;
    }
  /** Somebody came to look, or the last one left: frames are made only while `watched`. */
  | { readonly type: 'watch'; readonly takeId: string; readonly sendFrames: boolean }
  | { readonly type: 'count'; readonly requestId: number; readonly modelDir: string; readonly texts: readonly string[] }
  | {
      readonly type: 'forecast';
      readonly requestId: number;
      readonly modelDir: string;
      readonly loraFiles: readonly string[];
      readonly loraWeights: readonly number[];
    }
  | { readonly type: 'shutdown' };

/** An encoded preview of the predicted x0. */
export interface PreviewFrame {
  readonly bytes: Uint8Array;
  readonly mime: 'image/webp' | 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
  /** Why nothing but its colours is left: nobody has looked at it yet, or it is not for everybody. */
  readonly blurred?: 'unchecked' | 'adult';
}

/** A finished image: a PNG with the infotext under `parameters` and the record under `visionary`. */
export interface RenderedImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Where it is not for everybody: what the check says of it. */
  readonly check?: ImageCheckResult;
  readonly again?: ReplacedImage;
}

/** `held`: for nobody until a moderator has looked at it. */
export interface ImageCheckResult {
  readonly level: 'adult' | 'held';
  readonly category: string;
  readonly score: number;
}

/** The image that stood here first was broken: its seed, and what was wrong with it. */
export interface ReplacedImage {
  readonly seed: number;
  readonly why: string;
}

/** Everything that is needed to render the same bytes again on the same machine. */
export interface RenderRecord {
  readonly modelName: string;
  /** SHA-256 over the names and contents of the model folder's files, hex. */
  readonly modelHash: string;
  readonly runtime: string;
  readonly provider: string;
  /** As it was rendered in the end: with every change of the words, where it was stopped, and the LoRAs' hashes. */
  readonly job: RenderJob;
  readonly infotext: string;
  readonly loadMs: number;
  readonly renderMs: number;
  /** What of the LoRAs found no place in the model and changed nothing, the first of it. */
  readonly unmatched?: readonly UnmatchedLoraPart[];
}

export interface UnmatchedLoraPart {
  readonly lora: string;
  /** As its file names it. */
  readonly key: string;
  readonly reason: string;
}

/** A model with its LoRAs in memory. Bytes as measured when it was loaded. */
export interface PoolEntry {
  readonly modelDir: string;
  readonly modelName: string;
  readonly loras: readonly { readonly id: string; readonly weight: number }[];
  readonly bytes: number;
  readonly leases: number;
  readonly loadMs: number;
  readonly lastUsedAt: number;
}

/** The most recently used entry first. Counters count from the start of the process. */
export interface PoolState {
  readonly entries: readonly PoolEntry[];
  readonly budgetBytes: number;
  readonly rssBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly outOfMemory: number;
  readonly loadSeconds: number;
}

export type RendererReport =
  | { readonly type: 'ready'; readonly pid: number }
  | {
      readonly type: 'loading';
      readonly takeId: string;
      /** Its files are on their way to this machine: so many bytes are there. */
      readonly fetching?: { readonly bytes: number; readonly of: number };
    }
  | {
      readonly type: 'step';
      readonly takeId: string;
      /** Images are rendered one after the other; `image` counts from 0. */
      readonly imageIndex: number;
      readonly images: number;
      /** Steps done of this image, 1…steps. */
      readonly step: number;
      /** Steps this image takes: with an image to start from, fewer than were asked for. */
      readonly steps: number;
      /** Measured, for the whole take: what is left until the last image stands. */
      readonly msLeft: number;
      readonly frame?: PreviewFrame;
    }
  /** The change holds from the step after `step`. */
  | {
      readonly type: 'steered';
      readonly takeId: string;
      readonly steerId: string;
      readonly imageIndex: number;
      readonly step: number;
    }
  | {
      readonly type: 'finished';
      readonly takeId: string;
      readonly images: readonly RenderedImage[];
      readonly record: RenderRecord;
    }
  | { readonly type: 'cancelled'; readonly takeId: string; readonly step: number }
  | { readonly type: 'failed'; readonly takeId: string; readonly code: string; readonly detail: string }
  | {
      readonly type: 'counted';
      readonly requestId: number;
      readonly counts: readonly { readonly tokens: number; readonly limit: number }[];
    }
  | {
      readonly type: 'forecast';
      readonly requestId: number;
      readonly inMemory: boolean;
      /** Undefined while it was never loaded here. */
      readonly loadMs: number | undefined;
      /** Folders of the models that would leave memory. */
      readonly evicts: readonly string[];
    }
  /** Told whenever something in it has changed, at most twice a second. */
  | { readonly type: 'pool'; readonly state: PoolState };
