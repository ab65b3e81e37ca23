import type { RenderCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineCommand, TakeReport } from './engine-protocol.js';
import type { ModelResourceCache } from './model-resources.js';
import type { ImageCheckClient } from './checks/image-check-client.js';
import type { StepTimings } from './time-estimator.js';
import { errorFields, log } from './log.js';
import { TimeEstimator } from './time-estimator.js';
import { RunningTake } from './running-take.js';
import { takeFailure } from './take-failure.js';

/** Models and sizes whose timings are cached. */
const MAX_TIMINGS = 100;

interface Entry {
  readonly take: RunningTake;
  readonly estimator: TimeEstimator;
  readonly timingsKey: string;
}

/** The takes of this process, between the server's commands and the engine's reports. */
export class TakeManager {
  private readonly entries = new Map<string, Entry>();
  private readonly timings = new Map<string, StepTimings>();

  constructor(
    private readonly resources: ModelResourceCache,
    private readonly toEngine: (command: EngineCommand) => void,
    private readonly send: (report: RendererReport) => void,
    private readonly checks?: ImageCheckClient,
  ) {}

  render(command: RenderCommand): void {
    const { takeId, modelDir, job } = command;
    if (this.entries.has(takeId)) return;
    const timingsKey = `${modelDir} ${job.width}x${job.height} ${job.scheduler} ${job.guidance > 1}`;
    const estimator = new TimeEstimator(this.timings.get(timingsKey), job.steps, job.batch);
    // The engine reports a bad folder. Here it only means that there are no frames.
    const lease = this.resources.acquire(modelDir).catch(() => undefined);
    // The engine cancels the take, which is then reported as rejected.
    const checks = this.checks?.of(() => this.toEngine({ type: 'cancel', takeId }));
    this.entries.set(takeId, {
      take: new RunningTake(command, lease, estimator, this.send, checks),
      estimator,
      timingsKey,
    });
    this.toEngine(command);
  }

  /** Forwards a command for a queued or running take. */
  forward(command: Extract<EngineCommand, { type: 'cancel' | 'stop' | 'steer' }>): void {
    if (this.entries.has(command.takeId)) this.toEngine(command);
  }

  watch(takeId: string, isWatched: boolean): void {
    this.entries.get(takeId)?.take.watch(isWatched);
  }

  async onReport(report: TakeReport): Promise<void> {
    const entry = this.entries.get(report.takeId);
    if (!entry) return;
    switch (report.type) {
      case 'loading':
      case 'steered':
        return this.send(report);
      case 'loaded':
        return entry.take.loaded(report.loadMs);
      case 'step':
        return entry.take.stepCompleted(report);
      case 'image':
        return entry.take.imageRendered(report);
      case 'finished':
        return this.finish(entry, report);
      case 'cancelled':
      case 'failed':
        this.close(entry);
        return this.send(rejectionOf(entry) ?? report);
      default:
        return report satisfies never;
    }
  }

  private async finish(entry: Entry, report: Extract<TakeReport, { type: 'finished' }>): Promise<void> {
    const { takeId } = entry.take;
    this.storeTimings(entry);
    this.entries.delete(takeId);
    try {
      await entry.take.finish(report);
    } catch (error) {
      log('error', 'a finished take could not be encoded', { takeId, ...errorFields(error) });
      this.send({ type: 'failed', takeId, ...takeFailure(error) });
    }
  }

  private close({ take }: Entry): void {
    take.end();
    this.entries.delete(take.takeId);
  }

  private storeTimings({ estimator, timingsKey }: Entry): void {
    this.timings.delete(timingsKey);
    this.timings.set(timingsKey, estimator.timings);
    const [oldest] = this.timings.keys();
    if (this.timings.size > MAX_TIMINGS && oldest !== undefined) this.timings.delete(oldest);
  }
}

const rejectionOf = ({ take: { takeId, rejection } }: Entry): RendererReport | undefined =>
  rejection && { type: 'failed', takeId, ...takeFailure(rejection) };
