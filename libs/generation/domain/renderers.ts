import type {
  AdditionRef,
  DeviceView,
  IsolationView,
  LentBy,
  LoraRef,
  PauseReason,
  Provider,
} from '@visionary/contract';
import type { Manifests } from './manifest.js';
import type {
  AppliedSteer,
  EmbeddingWord,
  PoolState,
  RenderCommand,
  RendererCommand,
  RendererReport,
} from './renderer-protocol.js';

/** One rendering of a take by one renderer. Its id owns the take's lease; a take that returns to the queue gets another attempt. */
export interface RenderAttempt {
  readonly id: string;
  readonly takeId: string;
  readonly roomId: string;
  /** Gets frames on all own pages. */
  readonly authorId: string;
  /** Id of the model. */
  readonly model: string;
  /** Of its renderer. Absent in attempts of servers that don't report it: the processor. */
  readonly provider?: Provider;
}

/** How long an attempt may render, loading included. */
export interface TakeBudget {
  readonly ms: number;
  /** Why not longer, in English, for the sentence of a take that exceeds it. */
  readonly reason: string;
}

/** A render command with the attempt that it belongs to. The renderer's machine adds its paths. */
export interface AttemptRequest extends Omit<RenderCommand, 'modelDir' | 'files'> {
  readonly attempt: RenderAttempt;
  /** Absent in requests of servers that set none. */
  readonly budget?: TakeBudget;
  /** Files that the renderer downloads first. */
  readonly manifests?: Manifests;
}

export type AttemptProgress = Extract<RendererReport, { type: 'loading' | 'loaded' | 'step' | 'steered' }>;

export type RendererResult = Extract<RendererReport, { type: 'finished' | 'failed' | 'cancelled' }>;

export type AttemptOutcome =
  | RendererResult
  /**
   * The renderer was lost. `blamesModel`: it crashed or hung. `blamesProvider`: while a device computed, so its driver may be at
   * fault. Otherwise its server or worker was lost with it.
   */
  | {
      readonly type: 'lost';
      readonly why: string;
      readonly blamesModel: boolean;
      readonly blamesProvider?: boolean;
    }
  /** Returned to the queue, nothing rendered. */
  | { readonly type: 'returned' };

export interface AttemptResult {
  readonly attempt: RenderAttempt;
  readonly outcome: AttemptOutcome;
  /** All applied steers, because reports of them may have been lost. */
  readonly steers: readonly AppliedSteer[];
  /** Who lends the renderer, as the server knows it. Absent for a renderer of the instance. */
  readonly lentBy?: RendererLender | undefined;
}

/** `idle`: ready, without a take. */
export type RendererState = 'starting' | 'idle' | 'rendering' | 'unavailable';

/** A renderer as every server sees it. Times in ms since 1970. */
export interface RendererStatus {
  readonly id: string;
  /** Host name of its machine. */
  readonly host: string;
  readonly state: RendererState;
  readonly attempt: RenderAttempt | null;
  /** Null while it renders or is unavailable. */
  readonly idleSince: number | null;
  /** Restarts of its process. */
  readonly restarts: number;
  /** Ids of local models on its machine; absent if they are the same as this server's. */
  readonly models?: readonly string[];
  /** Null until it was reported. */
  readonly pool: PoolState | null;
  /** Absent until it has started. */
  readonly isolation?: IsolationView | undefined;
  /** Absent until it has started. */
  readonly device?: DeviceView | undefined;
  /** Why it gets no takes. It may still finish one. */
  readonly pausedBy?: PauseReason | undefined;
  /** Absent if it belongs to this instance. */
  readonly lender?: RendererLender | undefined;
  /** Ids of takes that it failed to render, which are left to others. */
  readonly declined?: readonly string[] | undefined;
}

/** A lent renderer: its id is the same at each connection. */
export type RendererLender = LentBy;

/** A request about a model. */
export type ModelQuestion = { readonly model: string; readonly manifests?: Manifests } & (
  | { readonly type: 'count'; readonly texts: readonly string[]; readonly words?: readonly EmbeddingWord[] }
  | { readonly type: 'forecast'; readonly loras: readonly LoraRef[]; readonly vae?: AdditionRef }
);

/** A request for the steps of a finished image. */
export type ReplayRequest = Omit<Extract<RendererCommand, { type: 'replay' }>, 'requestId'>;

/** A request to a renderer that renders nothing. */
export type RendererRequest = ModelQuestion | ReplayRequest;

export type RendererResponse = Extract<RendererReport, { type: 'counted' | 'forecast' | 'replay' }>;

/** How long a renderer may take to answer. Counting runs beside a render; steps are decoded between takes. */
export const responseDeadlineMs = ({ type }: RendererRequest): number => (type === 'replay' ? 60_000 : 5_000);

/** A command for the renderer of a take. */
export type TakeCommand = Extract<RendererCommand, { type: 'cancel' | 'stop' | 'steer' | 'pace' }>;

export interface RenderersListener {
  onReport(attempt: RenderAttempt, report: AttemptProgress): void;
  /** Called on one server, and again while it rejects. */
  onEnd(result: AttemptResult): Promise<void>;
  /** Called every few seconds while an attempt runs. */
  onLeaseRenewed(attempt: RenderAttempt): void;
}

/** Port: the renderers that this server can reach. */
export abstract class Renderers {
  private readonly changeListeners: (() => void)[] = [];

  abstract list(): readonly RendererStatus[];

  /** @param listener called when a renderer joins, leaves, starts or ends an attempt, or has other models loaded */
  onChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }

  /** Called once, after all listeners registered. */
  abstract start(listener: RenderersListener): Promise<void>;
  /** Returns the takes of this server's renderers. @returns once they are recorded */
  abstract leave(): Promise<void>;
  /** Idle renderers without an assigned take. */
  abstract idle(): Promise<readonly RendererStatus[]>;
  /** Runs `work` while no other server dispatches takes. @returns false if another server does; retry soon */
  abstract withDispatchLock(work: () => Promise<void>): Promise<boolean>;
  /** @returns false if the renderer cannot take it; nothing has happened then */
  abstract assign(rendererId: string, request: AttemptRequest): Promise<boolean>;
  /** Reaches the renderer of the take, also shortly before the attempt starts. */
  abstract sendCommand(command: TakeCommand): void;
  /** Makes the renderer drop an attempt that lost its lease. */
  abstract release(attempt: RenderAttempt): void;
  /** Sets whether this server wants frames of an attempt. */
  abstract subscribeFrames(attempt: RenderAttempt, sendFrames: boolean): void;
  /** @returns undefined if no response came in time */
  abstract request(rendererId: string, request: RendererRequest): Promise<RendererResponse | undefined>;
  /** @returns takes that a renderer has or whose result is not recorded yet; null if unknown */
  abstract assignedTakes(): Promise<ReadonlySet<string> | null>;

  protected changed(): void {
    for (const listener of this.changeListeners) listener();
  }
}
