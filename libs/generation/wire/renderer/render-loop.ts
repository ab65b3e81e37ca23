import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Take } from '../../domain/take.js';
import { LostTakesPatrol } from './lost-takes-patrol.js';
import { RendererChild } from './renderer-child.js';
import { type EndReport, TakeEndings } from './take-endings.js';
import { TakeLeases } from './take-leases.js';
import type { TakeRun } from './take-run.js';
import { TakeRuns } from './take-runs.js';

const LOOK_EVERY_MS = 1_000;

/** One take after the other: claim, render, note the end. */
@Injectable()
export class RenderLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private run: TakeRun | undefined;
  private stopKeeping = () => {};
  /** Whatever is being done about the run or for want of one; one thing at a time. */
  private work: Promise<unknown> = Promise.resolve();
  private isClaiming = false;
  private isStopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly child: RendererChild,
    private readonly leases: TakeLeases,
    private readonly endings: TakeEndings,
    private readonly runs: TakeRuns,
    private readonly patrol: LostTakesPatrol,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.patrol.start();
    this.child.listen({
      onReady: () => this.inTurn(() => (this.run ? this.start(this.run) : this.claim())),
      onReport: (report) => this.end(this.run?.hear(report, performance.now())),
      onLost: (why) => this.inTurn(() => this.lose(why)),
    });
    this.runs.onAudience((roomId) => {
      if (this.run?.take.roomId === roomId) void this.run.lookAround().catch(this.failed);
    });
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.child.start();
  }

  /** The running take goes back into the line unharmed; the renderer leaves afterwards. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.work;
    const { run } = this;
    if (!run) return;
    this.drop();
    await this.leases.giveBack(run.take).catch(this.failed);
  }

  /** Something may wait. */
  wake(): void {
    if (this.run || this.isClaiming) return;
    this.isClaiming = true;
    this.inTurn(() => this.claim());
  }

  /** @param takeId nothing happens unless it renders here */
  cancel(takeId: string): void {
    if (this.run?.take.id === takeId) this.end(this.run.cancel());
  }

  private inTurn(work: () => Promise<void>): void {
    this.work = this.work.then(work).catch(this.failed);
  }

  private readonly failed = (error: unknown): void => {
    this.logger.error('Rendering stumbled', error instanceof Error ? error : new Error(String(error)));
  };

  private async claim(): Promise<void> {
    this.isClaiming = false;
    if (this.run || this.isStopping || this.child.state !== 'ready') return;
    const take = await this.leases.claim();
    if (!take) return;
    this.run = this.runs.of(take);
    this.stopKeeping = this.leases.keep(take, {
      onCancelAsked: () => this.cancel(take.id),
      onGone: () => this.letGo(take),
    });
    await this.start(this.run);
  }

  private async start(run: TakeRun): Promise<void> {
    const end = await run.start();
    if (end) await this.note(run, end);
  }

  private end(report: EndReport | undefined): void {
    const { run } = this;
    if (run && report) this.inTurn(() => this.note(run, report));
  }

  private async note(run: TakeRun, report: EndReport): Promise<void> {
    if (this.run !== run) return;
    this.child.praise();
    await this.endings.note(report);
    this.drop();
    this.wake();
  }

  private async lose(why: string): Promise<void> {
    const { run } = this;
    if (!run) return;
    const end = run.lose();
    if (end) return this.note(run, end);
    const again = await this.leases.lose(run.take, why).catch((error: unknown) => {
      this.failed(error);
      return false;
    });
    if (!again) this.drop();
  }

  /** Another node has it: what ours still says about it is no longer noted. */
  private letGo(take: Take): void {
    if (this.run?.take.id !== take.id) return;
    this.logger.warn('A take is no longer this node’s', { takeId: take.id });
    this.end(this.run.cancel());
  }

  private drop(): void {
    this.stopKeeping();
    this.run = undefined;
  }

  private look(): void {
    if (!this.run) return this.wake();
    void this.run.lookAround().catch(this.failed);
    if (this.run.isHung(performance.now())) this.child.kill('it was silent for too long');
  }
}
