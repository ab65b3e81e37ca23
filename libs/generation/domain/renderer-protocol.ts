import {
  type AdditionKind,
  type AdditionRef,
  type Control,
  type DeviceView,
  type Frame,
  type FrameView,
  type Hires,
  type LoraRef,
  type PromptPrefix,
  type Prompts,
  type Settings,
  type TokenCount,
  type Upscale,
  isBuiltInUpscaler,
} from '@visionary/contract';

export type { DeviceView, Frame, ProviderProblem, ProviderSetting } from '@visionary/contract';
export { parseProviderSetting } from '@visionary/contract';

/**
 * Messages between a renderer and its server, over the IPC channel of a child process (`serialization: 'advanced'`) or over
 * Redis. Plain values only; binary data as Uint8Array.
 */

/**
 * A render request, ready to render: with LoRAs and images resolved. Stored in the record of a take and of each image, so its
 * keys never change. `seed` is that of the first image, image i uses seed + i (mod 2^32).
 */
export interface RenderJob
  extends
    Readonly<Prompts>,
    Readonly<Omit<Settings, 'model' | 'scheduler' | 'loras' | 'embeddings' | 'vae' | 'init' | 'hires' | 'controls'>> {
  /** Applied to the prompts, which are as typed, and to those of every prompt change. */
  readonly added?: PromptPrefix;
  /** Records of other versions may name unknown ones. */
  readonly scheduler: string;
  readonly loras?: readonly JobLora[];
  readonly embeddings?: readonly JobEmbedding[];
  readonly vae?: JobFile;
  readonly init?: JobInit;
  readonly hires?: JobHires;
  readonly controls?: readonly JobControl[];
  /** Enlarges an image and renders nothing: all else tells how that image was rendered. */
  readonly upscale?: JobUpscale;
  /** Steers of a take that is rendered again. */
  readonly promptChanges?: readonly PromptChange[];
  /** The take ends early with the image of this step. */
  readonly stopPoint?: StopPoint;
}

/** A file that a job adds to its model. */
export interface JobFile extends AdditionRef {
  /** SHA-256 of its file, hex. Absent if any file of this id is fine. */
  readonly sha256?: string;
}

export interface JobLora extends LoraRef, JobFile {}

export interface JobEmbedding extends JobFile {
  /** That stands for it in the prompts. */
  readonly word: string;
}

/** The word of an embedding, and how many tokens it takes. */
export interface EmbeddingWord {
  readonly word: string;
  readonly vectors: number;
}

export type JobFileKind = 'lora' | AdditionKind;

type JobFileSources = Pick<RenderJob, 'loras' | 'embeddings' | 'vae' | 'controls' | 'hires' | 'upscale'>;

export type JobFileOfKind = JobFile & { readonly kind: JobFileKind };

/** All files that a job adds to its model, in the order in which its command has their paths. An upscale has no other file. */
export const filesOf = (job: JobFileSources): JobFileOfKind[] => {
  const { loras = [], embeddings = [], vae, controls = [], hires, upscale } = job;
  if (upscale) return upscalerOf(upscale);
  return [
    ...loras.map((lora) => ({ ...lora, kind: 'lora' as const })),
    ...embeddings.map((embedding) => ({ ...embedding, kind: 'embedding' as const })),
    ...(vae ? [{ ...vae, kind: 'vae' as const }] : []),
    ...controls.map(({ id, sha256 }) => ({ id, ...(sha256 !== undefined && { sha256 }), kind: 'controlnet' as const })),
    ...upscalerOf(hires),
  ];
};

/** Built-in upscalers have no file. */
const upscalerOf = (use: Pick<JobHires, 'upscaler' | 'sha256'> | undefined): JobFileOfKind[] => {
  if (!use || isBuiltInUpscaler(use.upscaler)) return [];
  const { upscaler: id, sha256 } = use;
  return [{ id, ...(sha256 !== undefined && { sha256 }), kind: 'upscaler' as const }];
};

/** The job with the SHA-256 of each of its files, in the order of `filesOf`. */
export const withHashes = <J extends JobFileSources>(job: J, hashes: readonly string[]): J => {
  const left = hashes.values();
  const bound = <T extends { readonly sha256?: string }>(file: T): T => ({ ...file, sha256: left.next().value! });
  if (job.upscale) return isBuiltInUpscaler(job.upscale.upscaler) ? job : { ...job, upscale: bound(job.upscale) };
  return {
    ...job,
    ...(job.loras && { loras: job.loras.map(bound) }),
    ...(job.embeddings && { embeddings: job.embeddings.map(bound) }),
    ...(job.vae && { vae: bound(job.vae) }),
    ...(job.controls && { controls: job.controls.map(bound) }),
    ...(job.hires && !isBuiltInUpscaler(job.hires.upscaler) && { hires: bound(job.hires) }),
  };
};

/** Init image and mask by the SHA-256 of their PNG. `RenderCommand` has the bytes. */
export interface JobInit {
  readonly sha256: string;
  /** Denoising strength, 0 to 1. */
  readonly strength: number;
  readonly maskSha256?: string;
}

/** The second pass, and its size in pixels. */
export interface JobHires extends Readonly<Hires> {
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the upscaler's file, hex. Built-in ones have none. */
  readonly sha256?: string;
}

/** An image that is enlarged, by the SHA-256 of its PNG. `RenderCommand` has the bytes. */
export interface JobUpscale extends Readonly<Omit<Upscale, 'image'>> {
  readonly imageSha256: string;
  /** SHA-256 of the upscaler's file, hex. Built-in ones have none. */
  readonly sha256?: string;
}

/** A ControlNet, and its image by the SHA-256 of its PNG. */
export interface JobControl extends JobFile, Readonly<Omit<Control, 'id' | 'image'>> {
  readonly imageSha256: string;
}

/** Applies from the step after `step` of `image`, and in later images from the same step. */
export interface PromptChange extends StepOfImage, Readonly<Prompts> {}

export interface StepOfImage {
  readonly image: number;
  readonly step: number;
}

/** The step after which the last image ended. */
export interface StopPoint extends StepOfImage {
  /** The first of the images that ended there, if they were rendered together. */
  readonly from?: number;
}

/** A job with the files of the machine that renders it. */
export interface RenderCommand {
  readonly type: 'render';
  readonly takeId: string;
  /** Empty for an upscale, which needs no model. */
  readonly modelDir: string;
  readonly modelName: string;
  readonly job: RenderJob;
  readonly sendFrames: boolean;
  /** Present if nothing forbidden can come of it, so that its frames need no check. */
  readonly trusted?: TrustedHashes;
  /** Paths of the job's files, in the order of `filesOf`. */
  readonly files?: readonly string[];
  /** PNGs of `job.init`. */
  readonly initPng?: Uint8Array;
  readonly maskPng?: Uint8Array;
  /** PNG of `job.upscale`. */
  readonly upscalePng?: Uint8Array;
  /** PNGs of `job.controls`, in their order. */
  readonly controlPngs?: readonly Uint8Array[];
}

/** SHA-256 of the files of a trusted take. A renderer with other files checks its frames. */
export interface TrustedHashes {
  readonly model: string;
  /** In the order of `filesOf`. */
  readonly files: readonly string[];
}

/** A steer for a running take. */
export interface Steer extends Readonly<Prompts> {
  readonly steerId: string;
}

/** The steer applies from the step after `step` of image `imageIndex`, from 0. */
export interface AppliedSteer {
  readonly steerId: string;
  readonly imageIndex: number;
  readonly step: number;
}

export type RendererCommand =
  | RenderCommand
  | { readonly type: 'cancel'; readonly takeId: string }
  /** Ends the take with the image of the current step. */
  | { readonly type: 'stop'; readonly takeId: string }
  | ({ readonly type: 'steer'; readonly takeId: string } & Steer)
  /** A step takes at least this long from now on, so that people can follow it; 0 for full speed. */
  | { readonly type: 'pace'; readonly takeId: string; readonly stepMs: number }
  /** Frames are rendered only while someone watches. */
  | { readonly type: 'watch'; readonly takeId: string; readonly sendFrames: boolean }
  | {
      readonly type: 'count';
      readonly requestId: number;
      readonly modelDir: string;
      readonly texts: readonly string[];
      readonly words?: readonly EmbeddingWord[];
    }
  | {
      readonly type: 'forecast';
      readonly requestId: number;
      readonly modelDir: string;
      readonly loraFiles: readonly string[];
      readonly loraWeights: readonly number[];
      readonly vaeFile?: string;
    }
  /** Asks for the steps of a finished image. */
  | { readonly type: 'replay'; readonly requestId: number; readonly takeId: string; readonly imageIndex: number }
  /** Frees the memory of all models that no take uses. */
  | { readonly type: 'unload' }
  | { readonly type: 'shutdown' };

/** A finished image: a PNG with the infotext under `parameters` and the record under `visionary`. */
export interface RenderedImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Absent if the image is for everyone. */
  readonly check?: ImageCheckResult;
  readonly replaced?: ReplacedImage;
  /** How many images were rendered together with it, itself included. Absent if it was rendered alone. */
  readonly together?: number;
}

/** `held`: hidden until a moderator reviews it. */
export interface ImageCheckResult {
  readonly level: 'adult' | 'held';
  readonly category: string;
  readonly score: number;
}

/** Seed and defect of a corrupt image that was replaced. */
export interface ReplacedImage {
  readonly seed: number;
  readonly why: string;
}

/** How graphs computed, where it changes the last bits of an image. */
export interface Rounding {
  /** Attention was one operator. */
  readonly attention?: 'fused';
  /** Convolutions computed in the layout of the file, for lack of memory. */
  readonly layout?: 'plain';
  /** A checkpoint computed with 16 bits, except its VAE. */
  readonly precision?: 'half';
  /** How many images were rendered together, each step as one batch. In a take, those of the first image. Absent for one. */
  readonly together?: number;
}

/** Everything needed to reproduce the same bytes on the same machine. */
export interface RenderRecord extends Rounding {
  readonly modelName: string;
  /** SHA-256 over the names and contents of the model folder's files, hex. */
  readonly modelHash: string;
  readonly runtime: string;
  readonly provider: string;
  /** Name of the device, if it is not the processor and known. */
  readonly device?: string;
  /** As rendered: with all steers, the stop point, and the hashes of its files. */
  readonly job: RenderJob;
  readonly infotext: string;
  readonly loadMs: number;
  readonly renderMs: number;
  /** The first modules of LoRAs that match nothing in the model. */
  readonly unmatched?: readonly UnmatchedLoraPart[];
}

export interface UnmatchedLoraPart {
  readonly lora: string;
  /** Name in its file. */
  readonly key: string;
  readonly reason: string;
}

/** A model with its LoRAs in memory. Bytes as measured when it was loaded. */
export interface PoolEntry {
  readonly modelDir: string;
  readonly modelName: string;
  /** Those that are part of what is loaded. */
  readonly loras: readonly LoraRef[];
  /** Whether other LoRAs of low rank are applied to it without loading it again. */
  readonly isAdaptable?: boolean;
  /** Instead of its own. */
  readonly vae?: string;
  readonly bytes: number;
  readonly leases: number;
  readonly loadMs: number;
  readonly lastUsedAt: number;
}

/** What a pool has in the memory of a card, in bytes. */
export interface DevicePool {
  readonly budgetBytes: number;
  /** Of models, measured where the system counts what a process has there, otherwise estimated. */
  readonly bytes: number;
  /** For what running takes compute besides. */
  readonly reservedBytes: number;
  /** Of the process, with everything. Absent if unknown. */
  readonly usedBytes?: number;
}

/** Most recently used entry first. Counters start with the process. */
export interface PoolState {
  /** Part of what follows. Absent if the renderer has no memory of a card. */
  readonly device?: DevicePool;
  readonly entries: readonly PoolEntry[];
  readonly budgetBytes: number;
  /** For what running takes compute besides, within the budget. */
  readonly reservedBytes?: number;
  readonly rssBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly outOfMemory: number;
  readonly loadSeconds: number;
}

/** What an image looked like after some of its steps: images of equal size in rows, from the top left, as one WebP. */
export interface ReplaySheet {
  readonly bytes: Uint8Array;
  readonly columns: number;
  /** Of each image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** In rising order, one per image. */
  readonly steps: readonly number[];
}

export type RendererReport =
  | { readonly type: 'ready'; readonly pid: number; readonly device?: DeviceView }
  /** It computes with something else from now on, or not everything with the same. */
  | { readonly type: 'device'; readonly device: DeviceView }
  /** A signal stops the process, as when a service manager stops all processes of a server. Its exit is no crash then. */
  | { readonly type: 'stopping' }
  | {
      readonly type: 'loading';
      readonly takeId: string;
      /** Set while files are downloaded. */
      readonly fetching?: { readonly bytes: number; readonly of: number };
    }
  /** The model of the take is in memory. */
  | { readonly type: 'loaded'; readonly takeId: string }
  /** `step` steps of image `imageIndex` are done, of `steps`. `smaller`: the same frame for slow links, the largest first. */
  | ({ readonly type: 'step' } & Readonly<Omit<FrameView, 'roomId'>> & { readonly smaller?: readonly Frame[] })
  | ({ readonly type: 'steered'; readonly takeId: string } & AppliedSteer)
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
      readonly counts: readonly TokenCount[];
    }
  | {
      readonly type: 'forecast';
      readonly requestId: number;
      readonly inMemory: boolean;
      /** Undefined if it was never loaded here. */
      readonly loadMs: number | undefined;
      /** Folders of the models that would be evicted. */
      readonly evicts: readonly string[];
    }
  /** Without a sheet if the renderer no longer has the steps, or none may be shown. */
  | { readonly type: 'replay'; readonly requestId: number; readonly sheet?: ReplaySheet }
  /** Sent on changes, at most twice a second. */
  | { readonly type: 'pool'; readonly state: PoolState };

/** Stands for a checkpoint where only its tokenizer is needed, which is part of the engine. */
export const CLIP_TOKENIZER_FILE = 'clip-tokenizer';
