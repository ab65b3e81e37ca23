import type { RenderCommand, RendererReport } from '../../../libs/generation/domain/renderer-protocol.js';
import type { EngineCommand, EngineRenderRequest, TakeReport } from './engine-protocol.js';
import type { ModelResourceCache } from './model-resources.js';
import type { ImageCheckClient } from './checks/image-check-client.js';
import type { StepTimings } from './time-estimator.js';
import { errorFields, log } from './log.js';
import { TimeEstimator } from './time-estimator.js';
import { RunningTake } from './running-take.js';
import { takeFailure } from './take-failure.js';

/** Sizes and models whose pace is remembered. */
const PACES_KEPT = 100;

interface Entry {
  readonly take: RunningTake;
  readonly pace: TimeEstimator;
  readonly paceKey: string;
}

/** The takes this process has been given, between the server's commands and the engine's reports. */
export class TakeManager {
  private readonly entries = new Map<string, Entry>();
  private readonly paces = new Map<string, StepTimings>();

  constructor(
    private readonly windows: ModelResourceCache,
    private readonly toEngine: (command: EngineCommand) => void,
    private readonly tell: (report: RendererReport) => void,
    private readonly checks?: ImageCheckClient,
  ) {}

  render(command: RenderCommand): void {
    const { takeId, modelDir, job } = command;
    if (this.entries.has(takeId)) return;
    const paceKey = `${modelDir} ${job.width}x${job.height} ${job.scheduler} ${job.guidance > 1}`;
    const pace = new TimeEstimator(this.paces.get(paceKey), job.steps, job.batch);
    // The engine says what is wrong with a folder; here it only means that there are no previews.
    const window = this.windows.acquire(modelDir).catch(() => undefined);
    // The engine ends it; what it says then is told as the refusal that it is.
    const checks = this.checks?.of(() => this.toEngine({ type: 'cancel', takeId }));
    this.entries.set(takeId, { take: new RunningTake(command, window, pace, this.tell, checks), pace, paceKey });
    this.toEngine({ type: 'render', ...buildRenderRequest(command) });
  }

  /** What somebody does to a take that runs, or waits for its turn. */
  reach(command: Extract<EngineCommand, { type: 'cancel' | 'stop' | 'steer' }>): void {
    if (this.entries.has(command.takeId)) this.toEngine(command);
  }

  watch(takeId: string, isWatched: boolean): void {
    this.entries.get(takeId)?.take.watch(isWatched);
  }

  async hear(report: TakeReport): Promise<void> {
    const entry = this.entries.get(report.takeId);
    if (!entry) return;
    switch (report.type) {
      case 'loading':
      case 'steered':
        return this.tell(report);
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
        return this.tell(refusalOf(entry) ?? report);
      default:
        return report satisfies never;
    }
  }

  private async finish(entry: Entry, report: Extract<TakeReport, { type: 'finished' }>): Promise<void> {
    const { takeId } = entry.take;
    this.rememberPace(entry);
    this.entries.delete(takeId);
    try {
      await entry.take.finish(report);
    } catch (error) {
      log('error', 'a finished take could not be encoded', { takeId, ...errorFields(error) });
      this.tell({ type: 'failed', takeId, ...takeFailure(error) });
    }
  }

  private close({ take }: Entry): void {
    take.end();
    this.entries.delete(take.takeId);
  }

  private rememberPace({ pace, paceKey }: Entry): void {
    this.paces.delete(paceKey);
    this.paces.set(paceKey, pace.pace);
    const [oldest] = this.paces.keys();
    if (this.paces.size > PACES_KEPT && oldest !== undefined) this.paces.delete(oldest);
  }
}

const refusalOf = ({ take: { takeId, refused } }: Entry): RendererReport | undefined =>
  refused && { type: 'failed', takeId, ...takeFailure(refused) };

function buildRenderRequest({
  takeId,
  modelDir,
  modelName,
  job,
  loraFiles,
  initPng,
  maskPng,
}: RenderCommand): EngineRenderRequest {
  return {
    ...{ takeId, modelDir, modelName, job },
    loraFiles: loraFiles ?? [],
    ...(initPng && { initPng }),
    ...(maskPng && { maskPng }),
  };
}
