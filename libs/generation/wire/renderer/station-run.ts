import type { RenderCommand, RendererCommand, RendererReport } from '../../domain/renderer-protocol.js';
import type { SteerPoint, TakeCommand, TakeEnd, TurnEnd, TurnOrder, TurnOutcome } from '../../domain/renderers.js';
import type { StallWatch } from './stall-watch.js';

/** What becomes of a report about the take. */
type Heard = TurnEnd | 'told' | undefined;

/** One take with the renderer of this station, from the order to its end. */
export class StationRun {
  private readonly waiting: TakeCommand[] = [];
  private readonly steers: SteerPoint[] = [];
  /** Servers say it again when they are not sure. */
  private readonly steersTold = new Set<string>();
  private stall: StallWatch | undefined;
  private watched: boolean;
  private cancelAsked = false;
  private stepsDone = 0;

  constructor(
    private readonly order: TurnOrder,
    private readonly send: (command: RendererCommand) => boolean,
  ) {
    this.watched = order.command.watched;
  }

  get turn() {
    return this.order.turn;
  }

  /** The renderer is there. @param command the order with folders of this machine. @returns the end, if it is over already */
  begin(command: RenderCommand, stall: StallWatch): TurnEnd | undefined {
    if (this.cancelAsked) return this.cancelled();
    if (!this.send({ ...command, watched: this.watched })) return undefined;
    this.stall = stall;
    for (const early of this.waiting.splice(0)) this.send(early);
    return undefined;
  }

  /** @returns the end, if nobody renders it yet and so it is over at once. */
  tell(command: TakeCommand): TurnEnd | undefined {
    if (command.type === 'cancel') this.cancelAsked = true;
    if (command.type === 'steer') {
      if (this.steersTold.has(command.steerId)) return undefined;
      this.steersTold.add(command.steerId);
    }
    if (this.stall) this.send(command);
    else if (this.cancelAsked) return this.cancelled();
    else this.waiting.push(command);
    return undefined;
  }

  watch(watched: boolean): void {
    if (watched === this.watched) return;
    this.watched = watched;
    if (this.stall) this.send({ type: 'watch', takeId: this.turn.takeId, watched });
  }

  hear(report: RendererReport, nowMs: number): Heard {
    if (!('takeId' in report) || report.takeId !== this.turn.takeId) return undefined;
    switch (report.type) {
      case 'loading':
        this.stall?.heard(nowMs, false);
        return 'told';
      case 'step':
        this.stall?.heard(nowMs, true);
        this.stepsDone = report.picture * report.steps + report.step;
        return 'told';
      case 'steered':
        this.steers.push({ steerId: report.steerId, picture: report.picture, step: report.step });
        return 'told';
      case 'finished':
      case 'failed':
      case 'cancelled':
        return this.end(report satisfies TakeEnd);
      default:
        return report satisfies never;
    }
  }

  /**
   * The renderer is gone. It is not the take's doing unless it had begun: then also where somebody wanted it to end, which
   * is what people do with one that hangs, and which whoever notes it will find.
   */
  lose(why: string): TurnEnd {
    if (this.cancelAsked && !this.stall) return this.cancelled();
    return this.end(this.stall ? { type: 'lost', why, isModels: true } : { type: 'returned' });
  }

  giveBack(): TurnEnd {
    return this.cancelAsked ? this.cancelled() : this.end({ type: 'returned' });
  }

  isHung(nowMs: number): boolean {
    return this.stall?.isHung(nowMs) ?? false;
  }

  private cancelled(): TurnEnd {
    return this.end({ type: 'cancelled', takeId: this.turn.takeId, step: this.stepsDone });
  }

  end(outcome: TurnOutcome): TurnEnd {
    return { turn: this.turn, outcome, steers: [...this.steers] };
  }
}
