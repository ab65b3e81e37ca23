import type { DeviceView, IsolationView, PauseReason } from '@visionary/contract';
import type { RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';

export interface RendererListener {
  onReady(): void;
  onReport(report: RendererReport): void;
  /** @param why in English, for the log and for admins */
  onLost(why: string): void;
}

/** A renderer at the other end of a channel: a child process, or a program elsewhere. It starts again by itself once it is lost. */
export interface RendererConnection {
  readonly state: 'starting' | 'ready' | 'unavailable';
  /** Whether it belongs to this instance, so that its loss tells something about the model. */
  readonly isOwn: boolean;
  /** Restarts of its process. */
  readonly restarts: number;
  readonly isolation: IsolationView | undefined;
  readonly device: DeviceView | undefined;
  /** Why the program at the other end wants no takes. */
  readonly pausedBy?: PauseReason | undefined;
  /** Ids of takes that it failed to render, which are left to others. */
  readonly declined?: readonly string[];
  /** Leaves a take to others whose files it may not read. */
  decline?(takeId: string): void;
  listen(listener: RendererListener): void;
  start(): void;
  /** Makes files readable to it. To be called while it is idle. */
  provide(paths: readonly string[]): Promise<void>;
  /** @returns false if it is not ready */
  send(command: RendererCommand): boolean;
  /** Ends one that hangs or misbehaves. */
  kill(reason: string): void;
  /** Called after a useful result: the next failure is a first one. */
  resetBackoff(): void;
}
