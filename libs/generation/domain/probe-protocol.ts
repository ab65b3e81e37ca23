/** Measurements of a trial. */
export interface ProbeMeasurements {
  readonly loadMs: number;
  /** The median of the steps at `width` x `height`. */
  readonly stepMs: number;
  /** Memory of the loaded model. */
  readonly heldBytes: number;
  /** Peak resident memory of the whole trial, its process included. */
  readonly peakRssBytes: number;
  readonly width: number;
  readonly height: number;
}

export type ProbeFailure =
  /** A file is missing, unreadable, or inconsistent with others. */
  | 'MODEL_FOLDER_INVALID'
  /** It exceeded its memory limit. */
  | 'MODEL_OUT_OF_MEMORY'
  /** Its output contains NaN. */
  | 'RENDER_NAN'
  /** It crashed the process that tried it. */
  | 'MODEL_PROBE_CRASHED'
  /** It finished no image before the deadline. */
  | 'MODEL_PROBE_TIMEOUT';

export interface ProbeRejection {
  readonly code: ProbeFailure;
  /** In English. */
  readonly detail: string;
  /** Key and values of a translated sentence. */
  readonly says?: Readonly<Record<string, string | number>>;
}

/** Messages of the process that tries a model. */
export type ProbeReport =
  | { readonly type: 'loaded' }
  | { readonly type: 'fits'; readonly facts: ProbeMeasurements }
  | ({ readonly type: 'rejected' } & ProbeRejection);

export type ProbeResult =
  | { readonly ok: true; readonly facts: ProbeMeasurements }
  | ({ readonly ok: false } & ProbeRejection);
