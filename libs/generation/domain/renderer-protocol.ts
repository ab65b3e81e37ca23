/**
 * What the server and its renderer child say to each other over the IPC channel
 * (`serialization: 'advanced'`, so bytes travel as bytes). Plain values only.
 */

/** One take, ready to render. Lengths in pixels; `seed` is that of the first picture, picture i uses seed + i (mod 2^32). */
export interface RenderJob {
  readonly prompt: string;
  readonly negative: string;
  readonly scheduler: string;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly batch: number;
}

export type RendererCommand =
  | {
      readonly type: 'render';
      readonly takeId: string;
      readonly modelDir: string;
      readonly modelName: string;
      readonly job: RenderJob;
      readonly watched: boolean;
    }
  | { readonly type: 'cancel'; readonly takeId: string }
  /** Somebody came to look, or the last one left: frames are made only while `watched`. */
  | { readonly type: 'watch'; readonly takeId: string; readonly watched: boolean }
  | { readonly type: 'count'; readonly requestId: number; readonly modelDir: string; readonly texts: readonly string[] }
  | { readonly type: 'shutdown' };

/** An encoded preview of the predicted x0. */
export interface PreviewFrame {
  readonly bytes: Uint8Array;
  readonly mime: 'image/webp' | 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
}

/** A finished picture: a PNG with the infotext under `parameters` and the record under `visionary`. */
export interface RenderedPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
}

/** Everything that is needed to render the same bytes again on the same machine. */
export interface RenderRecord {
  readonly modelName: string;
  /** SHA-256 over the names and contents of the model folder's files, hex. */
  readonly modelHash: string;
  readonly runtime: string;
  readonly provider: string;
  readonly job: RenderJob;
  readonly infotext: string;
  readonly loadMs: number;
  readonly renderMs: number;
}

export type RendererReport =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'loading'; readonly takeId: string }
  | {
      readonly type: 'step';
      readonly takeId: string;
      /** Pictures are rendered one after the other; `picture` counts from 0. */
      readonly picture: number;
      readonly pictures: number;
      /** Steps done of this picture, 1…steps. */
      readonly step: number;
      readonly steps: number;
      /** Measured, for the whole take: what is left until the last picture stands. */
      readonly msLeft: number;
      readonly frame?: PreviewFrame;
    }
  | {
      readonly type: 'finished';
      readonly takeId: string;
      readonly pictures: readonly RenderedPicture[];
      readonly record: RenderRecord;
    }
  | { readonly type: 'cancelled'; readonly takeId: string; readonly step: number }
  | { readonly type: 'failed'; readonly takeId: string; readonly code: string; readonly detail: string }
  | {
      readonly type: 'counted';
      readonly requestId: number;
      readonly counts: readonly { readonly tokens: number; readonly limit: number }[];
    };
