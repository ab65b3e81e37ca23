import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import {
  type RendererResponse,
  type RendererRequest,
  Renderers,
  type RenderersListener,
  type RendererStatus,
  type RenderAttempt,
  type TakeCommand,
  type AttemptResult,
  type AttemptRequest,
} from '../../domain/renderers.js';
import type { LocalRenderWorker } from './local-render-worker.js';

const HELD_EVERY_MS = 1_000;
const ATTEMPTS = 5;
const BETWEEN_MS = 500;

/** The carrier of a server alone: its own renderer, and nobody else's. */
export class EmbeddedRenderers extends Renderers {
  private readonly logger = new Logger('Renderer');
  private readonly id = randomUUID();
  private readonly ending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly station: LocalRenderWorker) {
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
      if (this.station.turn) listener.onLeaseRenewed(this.station.turn);
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

  async withDispatchLock(work: () => Promise<void>): Promise<boolean> {
    await work();
    return true;
  }

  async assign(_rendererId: string, order: AttemptRequest): Promise<boolean> {
    return this.station.take(order);
  }

  sendCommand(command: TakeCommand): void {
    this.station.tell(command);
  }

  release(turn: RenderAttempt): void {
    this.station.abandon(turn.id);
  }

  subscribeFrames(turn: RenderAttempt, watched: boolean): void {
    this.station.watch(turn.takeId, watched);
  }

  request(_rendererId: string, question: RendererRequest): Promise<RendererResponse | undefined> {
    return this.station.ask(question);
  }

  async assignedTakes(): Promise<ReadonlySet<string>> {
    return new Set(this.station.turn ? [this.station.turn.takeId] : []);
  }

  /**
   * A database that is away for a moment costs no image: it is tried again for some seconds. After that the take is left
   * to its lease, and is rendered anew when that has run out.
   */
  private async note(listener: RenderersListener, end: AttemptResult): Promise<void> {
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
