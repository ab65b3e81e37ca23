import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import {
  type RendererAnswer,
  type RendererQuestion,
  Renderers,
  type RenderersListener,
  type RendererStatus,
  type RenderTurn,
  type TakeCommand,
  type TurnEnd,
  type TurnOrder,
} from '../../domain/renderers.js';
import type { RendererStation } from './renderer-station.js';

const HELD_EVERY_MS = 1_000;
const ATTEMPTS = 5;
const BETWEEN_MS = 500;

/** The carrier of a server alone: its own renderer, and nobody else's. */
export class EmbeddedRenderers extends Renderers {
  private readonly logger = new Logger('Renderer');
  private readonly id = randomUUID();
  private readonly ending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly station: RendererStation) {
    super();
  }

  list(): readonly RendererStatus[] {
    const { state, turn, idleSince, restarts, pool } = this.station;
    return [{ id: this.id, host: hostname(), state, turn, idleSince, restarts, pool }];
  }

  async start(listener: RenderersListener): Promise<void> {
    this.station.start({
      onChange: () => this.changed(),
      onReport: (turn, report) => listener.onReport(turn, report),
      onEnd: (end) => {
        const noted = this.note(listener, end).finally(() => this.ending.delete(noted));
        this.ending.add(noted);
      },
    });
    this.timer = setInterval(() => {
      if (this.station.turn) listener.onHeld(this.station.turn);
    }, HELD_EVERY_MS).unref();
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    this.station.leave();
    await Promise.all(this.ending);
  }

  async idle(): Promise<readonly RendererStatus[]> {
    return this.list().filter(({ state }) => state === 'idle');
  }

  async alone(work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }

  async give(_rendererId: string, order: TurnOrder): Promise<boolean> {
    return this.station.take(order);
  }

  tell(command: TakeCommand): void {
    this.station.tell(command);
  }

  abandon(turn: RenderTurn): void {
    this.station.abandon(turn.id);
  }

  watch(turn: RenderTurn, watched: boolean): void {
    this.station.watch(turn.takeId, watched);
  }

  ask(_rendererId: string, question: RendererQuestion): Promise<RendererAnswer | undefined> {
    return this.station.ask(question);
  }

  async spokenFor(): Promise<ReadonlySet<string>> {
    return new Set(this.station.turn ? [this.station.turn.takeId] : []);
  }

  /**
   * A database that is away for a moment costs no picture: it is tried again for some seconds. After that the take is left
   * to its lease, and is rendered anew when that has run out.
   */
  private async note(listener: RenderersListener, end: TurnEnd): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return await listener.onEnd(end);
      } catch (error) {
        this.logger.error('The end of a take could not be noted', { takeId: end.turn.takeId, attempt }, error);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS * attempt));
      }
    }
  }
}
