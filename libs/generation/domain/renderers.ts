import type { Manifests } from './manifest.js';
import type { PoolState, RenderCommand, RendererCommand, RendererReport } from './renderer-protocol.js';

/**
 * One rendering of a take by one renderer; its id owns the take's lease. A take that is handed back gets another turn, and
 * what is still said of the former one counts no more.
 */
export interface RenderAttempt {
  readonly id: string;
  readonly takeId: string;
  readonly roomId: string;
  /** Who rendered it first: they may look at it from elsewhere. */
  readonly authorId: string;
  /** Its id. */
  readonly model: string;
}

export interface AttemptRequest {
  readonly turn: RenderAttempt;
  readonly command: RenderCommand;
  /** What its renderer brings from the blob store first. */
  readonly manifests?: Manifests;
}

/** What is said of a take on its way. */
export type AttemptProgress = Extract<RendererReport, { type: 'loading' | 'step' | 'steered' }>;

/** How a renderer ended a take. */
export type RendererResult = Extract<RendererReport, { type: 'finished' | 'failed' | 'cancelled' }>;

/** Where a change of the words holds: from the step after `step` of `image`. */
export interface AppliedSteer {
  readonly steerId: string;
  readonly imageIndex: number;
  readonly step: number;
}

/** How a turn ends. */
export type AttemptOutcome =
  | RendererResult
  /** The renderer went away under it: `isModels` where the take or its model may be the cause. */
  | { readonly type: 'lost'; readonly why: string; readonly blamesModel: boolean }
  /** Handed back unharmed. */
  | { readonly type: 'returned' };

export interface AttemptResult {
  readonly turn: RenderAttempt;
  readonly outcome: AttemptOutcome;
  /** All changes of the words that held: what was told of them on the way may have been lost. */
  readonly steers: readonly AppliedSteer[];
}

/** `idle`: ready, with nothing to do. */
export type RendererState = 'starting' | 'idle' | 'rendering' | 'unavailable';

/** A renderer as every server sees it. Times in ms since 1970. */
export interface RendererStatus {
  readonly id: string;
  /** The machine it runs on. */
  readonly host: string;
  readonly state: RendererState;
  readonly turn: RenderAttempt | null;
  /** When it last had something to do; null while it has, or is away. */
  readonly idleSince: number | null;
  /** How often its process was started anew. */
  readonly restarts: number;
  /** Ids of the models it finds on its machine; absent where it finds the same as this server. */
  readonly models?: readonly string[];
  /** Null until the renderer has told it. */
  readonly pool: PoolState | null;
}

/** What a renderer is asked for that has nothing to do with a take. */
export type RendererRequest = { readonly model: string; readonly manifests?: Manifests } & (
  | { readonly type: 'count'; readonly texts: readonly string[] }
  | { readonly type: 'forecast'; readonly loras: readonly { readonly id: string; readonly weight: number }[] }
);
export type RendererResponse = Extract<RendererReport, { type: 'counted' | 'forecast' }>;

/** What is told to whoever renders a take. */
export type TakeCommand = Extract<RendererCommand, { type: 'cancel' | 'stop' | 'steer' }>;

export interface RenderersListener {
  onReport(turn: RenderAttempt, report: AttemptProgress): void;
  /** Told again by and by while it rejects. Of several servers one is told. */
  onEnd(end: AttemptResult): Promise<void>;
  /** A renderer is still at it. Told every few seconds. */
  onLeaseRenewed(turn: RenderAttempt): void;
}

/** Port: the renderers this server can feed, wherever they run. */
export abstract class Renderers {
  private readonly changeListeners: (() => void)[] = [];

  abstract list(): readonly RendererStatus[];
  /** @param listener is told when a renderer came, went, began, ended or has other models in memory */
  onChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }
  /** To be called once, when everybody listens. */
  abstract start(listener: RenderersListener): Promise<void>;
  /** Renderers of this server give back what they have. @returns when that is told */
  abstract leave(): Promise<void>;
  /** Those that have nothing to do and have been given nothing. */
  abstract idle(): Promise<readonly RendererStatus[]>;
  /**
   * Runs `work` while no other server gives out takes.
   * @returns false when another one does: it is worth trying again soon
   */
  abstract withDispatchLock(work: () => Promise<void>): Promise<boolean>;
  /** @returns false when it cannot be given any more; nothing has happened then. */
  abstract assign(rendererId: string, order: AttemptRequest): Promise<boolean>;
  /** Reaches whoever renders the take, also when it is only about to. */
  abstract sendCommand(command: TakeCommand): void;
  /** A turn that counts no more: its renderer shall let go. */
  abstract release(turn: RenderAttempt): void;
  /** Whether this server wants frames of a turn. */
  abstract subscribeFrames(turn: RenderAttempt, watched: boolean): void;
  /** @returns undefined when no answer came in time. */
  abstract request(rendererId: string, question: RendererRequest): Promise<RendererResponse | undefined>;
  /** @returns takes that somebody renders, or whose end is still to be noted; null when that cannot be known now. */
  abstract assignedTakes(): Promise<ReadonlySet<string> | null>;

  protected changed(): void {
    for (const listener of this.changeListeners) listener();
  }
}
