import type { DeviceView, ErrorCode, PauseReason } from '@visionary/contract';
import type { Manifests } from './manifest.js';
import type {
  RenderedImage,
  RendererCommand,
  RendererReport,
  RenderJob,
  RenderRecord,
  Rounding,
  StopPoint,
} from './renderer-protocol.js';

/**
 * Messages between this instance and a program that lends it a renderer, over one WebSocket, as MessagePack. The program
 * connects, sends `hello`, renders what it is asked to, and reads the files that it lacks in ranges. Free of Node, so that a
 * browser can speak it.
 */

/** Rises with every change that an older program would misunderstand. */
export const LENDING_PROTOCOL = 1;
export const LENDING_PATH = '/api/lending/socket';

/** Bytes of a file or image in one message. Small, so that a slow line still carries everything else. */
export const CHUNK_BYTES = 256 * 1024;
/** Frames are smaller. */
export const MAX_MESSAGE_BYTES = 1_024 * 1024;
/** Ranges that a program may have requested and not received. */
export const MAX_PENDING_READS = 4;
/** The instance pings this often. A side that has received nothing for `SILENCE_MS` closes the connection. */
export const PING_INTERVAL_MS = 10_000;
export const SILENCE_MS = 30_000;
export const HELLO_DEADLINE_MS = 10_000;
/** Each costs the instance a process. */
export const MAX_CARDS = 8;

/** The first message of a program. */
export interface LenderHello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly token: string;
  readonly version: string;
  /** Which of the program's renderers connects, from 0. Each has a connection of its own. */
  readonly card?: number;
}

/** How graphs computed. The instance writes everything else into the record of a take. */
export interface LentRecord extends Pick<
  RenderRecord,
  'runtime' | 'provider' | 'device' | keyof Rounding | 'loadMs' | 'renderMs' | 'unmatched'
> {
  /** The first twelve digits of the SHA-256 of each LoRA's weights, as infotexts name them. */
  readonly loraHashes: readonly { readonly id: string; readonly shortHash: string }[];
}

export type LentImage = Pick<RenderedImage, 'seed' | 'replaced' | 'together'>;

/** All other messages of a program. */
export type LenderMessage =
  | {
      readonly type: 'state';
      readonly state: 'starting' | 'ready' | 'unavailable';
      readonly restarts: number;
      readonly device?: DeviceView;
      /** Why it wants no takes. It finishes the one that it has, or returns it. */
      readonly pausedBy?: PauseReason;
      /** Ids of the models in memory, most recently used first. */
      readonly loaded: readonly string[];
    }
  | Extract<RendererReport, { type: 'loading' | 'loaded' | 'steered' | 'cancelled' | 'failed' }>
  /** A frame is a WebP or JPEG. */
  | (Omit<Extract<RendererReport, { type: 'step' }>, 'frame' | 'smaller'> & { readonly frame?: Uint8Array })
  /** The next bytes of a finished PNG. Images are sent one after the other, before `finished`. */
  | {
      readonly type: 'image';
      readonly takeId: string;
      readonly imageIndex: number;
      /** Size of the whole file. */
      readonly of: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly type: 'finished';
      readonly takeId: string;
      readonly images: readonly LentImage[];
      /** Set if the take was stopped before its end. */
      readonly stopPoint?: StopPoint;
      readonly record: LentRecord;
    }
  /** The program does not render it, and nothing speaks against its model: it stops, or was paused. */
  | { readonly type: 'returned'; readonly takeId: string; readonly why: string }
  /** Requests the bytes `from` to `until`, exclusive, of a file of the current take. */
  | { readonly type: 'read'; readonly sha256: string; readonly from: number; readonly until: number }
  | { readonly type: 'pong' };

/** A take with the files that the program reads by their hashes: models, additions, and images. It learns neither room nor author. */
export interface LentTakeRequest {
  readonly takeId: string;
  readonly model: string;
  readonly job: RenderJob;
  readonly manifests: Manifests;
  readonly sendFrames: boolean;
}

/** Messages of the instance. */
export type InstanceMessage =
  /** The token is accepted. */
  | { readonly type: 'welcome'; readonly terms: LendingTerms }
  /** The connection closes. `isFinal`: connecting again does not help. */
  | { readonly type: 'rejected'; readonly code: ErrorCode; readonly reason?: string; readonly isFinal: boolean }
  | { readonly type: 'terms'; readonly terms: LendingTerms }
  | { readonly type: 'render'; readonly request: LentTakeRequest }
  | Extract<RendererCommand, { type: 'cancel' | 'stop' | 'steer' | 'pace' | 'watch' }>
  /** Part of a file that has `of` bytes. Without bytes if there is no such file, or none that the program may have. */
  | {
      readonly type: 'data';
      readonly sha256: string;
      readonly from: number;
      readonly of?: number;
      readonly bytes?: Uint8Array;
    }
  | { readonly type: 'ping' };

/** What the program shows its owner. The instance itself applies the rules. */
export interface LendingTerms {
  readonly name: string;
  /** Memory for models, in MiB; null lets the program choose. */
  readonly memoryMiB: number | null;
  /** Why it gets no takes at the moment. */
  readonly pausedBy: 'approval' | 'draining' | 'quietHours' | null;
}
