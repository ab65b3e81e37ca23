/** What trying a model took. */
export interface ProbeMeasurements {
  readonly loadMs: number;
  /** One step at `width` x `height`, the first one: later ones are quicker. */
  readonly stepMs: number;
  /** What the loaded model holds. */
  readonly heldBytes: number;
  /** The most memory the whole trial took, its own process included. */
  readonly peakRssBytes: number;
  readonly width: number;
  readonly height: number;
}

export type ProbeFailure =
  /** A file is missing, cannot be read, or does not fit the others. */
  | 'MODEL_FOLDER_INVALID'
  /** It wanted more memory than it may have. */
  | 'MODEL_OUT_OF_MEMORY'
  /** What it gives are no numbers. */
  | 'RENDER_NAN'
  /** It ended the process that tried it. */
  | 'MODEL_PROBE_CRASHED'
  /** It had not made one step by the deadline. */
  | 'MODEL_PROBE_TIMEOUT';

export interface ProbeRejection {
  readonly code: ProbeFailure;
  /** In English. */
  readonly detail: string;
  /** A mark for a sentence in the reader's language, and what that needs. */
  readonly says?: Readonly<Record<string, string | number>>;
}

/** What the process that tries a model tells whoever started it. */
export type ProbeReport =
  | { readonly type: 'loaded' }
  | { readonly type: 'fits'; readonly facts: ProbeMeasurements }
  | ({ readonly type: 'refused' } & ProbeRejection);

export type ProbeResult =
  | { readonly ok: true; readonly facts: ProbeMeasurements }
  | ({ readonly ok: false } & ProbeRejection);
