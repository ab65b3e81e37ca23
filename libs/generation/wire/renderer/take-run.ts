import type { Preview } from '../../domain/newest-previews.js';
import type { RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type { Take } from '../../domain/take.js';
import type { StallWatch } from './stall-watch.js';
import type { EndReport } from './take-endings.js';

export interface RunSurroundings {
  readonly stall: () => StallWatch;
  readonly send: (command: RendererCommand) => boolean;
  readonly order: (take: Take, watched: boolean) => Promise<RendererCommand | null>;
  readonly isWatched: (roomId: string) => Promise<boolean>;
  readonly preview: (preview: Preview) => void;
}

/** One take with the renderer, from the order to its end. */
export class TakeRun {
  private stall: StallWatch | undefined;
  private watched = false;
  private isOrdered = false;
  private cancelAsked = false;
  private stepsDone = 0;

  constructor(
    readonly take: Take,
    private readonly around: RunSurroundings,
  ) {}

  /** @returns how it has ended already, if it has: its model is gone, or it was cancelled before the renderer had it. */
  async start(): Promise<EndReport | undefined> {
    this.watched = await this.around.isWatched(this.take.roomId);
    const command = await this.around.order(this.take, this.watched);
    if (this.cancelAsked) return this.cancelled();
    if (!command) {
      const detail = `The model ${this.take.settings.model} is no longer there.`;
      return { type: 'failed', takeId: this.take.id, code: 'MODEL_FOLDER_INVALID', detail };
    }
    this.stall = this.around.stall();
    this.isOrdered = this.around.send(command);
    return undefined;
  }

  /** @returns the end, if this was it. */
  hear(report: RendererReport, nowMs: number): EndReport | undefined {
    if (!('takeId' in report) || report.takeId !== this.take.id) return undefined;
    switch (report.type) {
      case 'loading':
        this.stall?.heard(nowMs, false);
        return undefined;
      case 'step':
        this.stall?.heard(nowMs, true);
        this.step(report);
        return undefined;
      case 'finished':
      case 'failed':
      case 'cancelled':
        return report;
      default:
        return report satisfies never;
    }
  }

  /** @returns the end, if nobody renders it and so it is over at once. */
  cancel(): EndReport | undefined {
    this.cancelAsked = true;
    if (!this.isOrdered) return undefined;
    return this.around.send({ type: 'cancel', takeId: this.take.id }) ? undefined : this.cancelled();
  }

  /** The renderer is gone, and the take with it. @returns the end, if it was to be cancelled anyway. */
  lose(): EndReport | undefined {
    this.stall = undefined;
    this.isOrdered = false;
    return this.cancelAsked ? this.cancelled() : undefined;
  }

  isHung(nowMs: number): boolean {
    return this.stall?.isHung(nowMs) ?? false;
  }

  /** Somebody may have come to look, or the last one left. */
  async lookAround(): Promise<void> {
    const watched = await this.around.isWatched(this.take.roomId);
    if (watched === this.watched || !this.isOrdered) return;
    this.watched = watched;
    this.around.send({ type: 'watch', takeId: this.take.id, watched });
  }

  private step({ type: _type, ...step }: Extract<RendererReport, { type: 'step' }>): void {
    this.stepsDone = step.picture * step.steps + step.step;
    this.around.preview({ roomId: this.take.roomId, ...step });
  }

  private cancelled(): EndReport {
    return { type: 'cancelled', takeId: this.take.id, step: this.stepsDone };
  }
}
