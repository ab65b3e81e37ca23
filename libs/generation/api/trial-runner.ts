import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { AdditionKind, DraftTrial } from '@visionary/contract';
import { type TrialInput, TrialRegistry, type TrialResult } from '@visionary/hub';
import { Config } from '@visionary/platform/config';
import { HealthProbes } from '@visionary/platform/http';
import { ModelCatalog } from '../domain/model.js';
import type { ProbeRejection, ProbeResult } from '../domain/probe-protocol.js';
import { Renderers } from '../domain/renderers.js';
import { parseRenderMetadata, serializeRenderMetadata } from '../domain/render-metadata.js';
import { nodeIsolation, type ProbeLimits, probeModel } from './renderer/model-probe.js';
import { TrialMetadata } from '../storage/trial-metadata.js';

type FailedTrial = Extract<TrialResult, { ok: false }>;

const EXTENSION = '.safetensors';
/** Enough to test whether all parts match. A full large image would take minutes and gigabytes. */
const MAX_SIDE = 512;

/** Tries uploaded models and additions in isolated processes, one at a time: each may use most of the free memory. */
@Injectable()
export class TrialRunner implements OnModuleInit {
  private readonly logger = new Logger('Models');
  private lastTrial: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly trialRegistry: TrialRegistry,
    private readonly probes: HealthProbes,
    private readonly trialMetadata: TrialMetadata,
    private readonly models: ModelCatalog,
    private readonly config: Config,
    private readonly renderers: Renderers,
  ) {}

  onModuleInit(): void {
    this.trialRegistry.setRunner((input, signal) => this.run(input, signal));
    this.trialRegistry.setReader((renderFacts) => this.measuredBy(renderFacts));
    this.probes.register('isolation', async () => (await nodeIsolation()).level);
    void this.logIsolation();
  }

  private measuredBy(renderFacts: string): DraftTrial | undefined {
    const metadata = parseRenderMetadata(renderFacts);
    if (metadata?.kind !== 'model') return undefined;
    const { heldBytes, stepMs, width, height } = metadata.trial;
    const budgets = this.renderers.list().flatMap(({ pool }) => pool?.budgetBytes ?? []);
    return { heldBytes, stepMs, width, height, ...(budgets.length > 0 && { budgetBytes: Math.max(...budgets) }) };
  }

  private async logIsolation(): Promise<void> {
    const { level, reason } = await nodeIsolation();
    const message = `Files of strangers are handled in isolated processes: ${level}`;
    if (reason === undefined) this.logger.log(message);
    else this.logger.warn(`${message}, because ${reason}`);
  }

  private async run(input: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    switch (input.kind) {
      case 'model':
        return this.tryModel(input, signal);
      case 'lora':
        return this.tryLora(input, signal);
      case 'embedding':
      case 'vae':
      case 'controlnet':
      case 'upscaler':
        return this.tryAddition(input.kind, input, signal);
      case 'weights':
        return { ok: true, renderFacts: serializeRenderMetadata({ kind: 'weights' }) };
      default:
        return input.kind satisfies never;
    }
  }

  private async tryModel({ dir }: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const trial = await this.probe(dir, { isSealed: true, ownFolders: this.foldersAround(dir), signal });
    if (!trial.ok) return failedTrial(trial);
    const metadata = await this.trialMetadata.ofModel(dir);
    return { ok: true, renderFacts: serializeRenderMetadata({ kind: 'model', ...metadata, trial: trial.facts }) };
  }

  /** Loads an embedding, VAE, ControlNet, or upscaler alone and computes it once. */
  private async tryAddition(kind: AdditionKind, { dir }: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const addition = await weightsIn(dir);
    if (addition === undefined) return INCOMPLETE;
    const trial = await this.probe(dir, { addition, isSealed: true, ownFolders: this.foldersAround(dir), signal });
    return trial.ok ? { ok: true, renderFacts: serializeRenderMetadata({ kind }) } : failedTrial(trial);
  }

  private async tryLora({ dir }: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const path = await weightsIn(dir);
    if (path === undefined) return INCOMPLETE;
    const metadata = await this.trialMetadata.ofLora(path);
    const trial = await this.probeLora(path, signal);
    if (trial && !trial.ok) return trial;
    return {
      ...{ ok: true, isTestRendered: trial !== null },
      renderFacts: serializeRenderMetadata({ kind: 'lora', ...metadata }),
    };
  }

  /** Renders a short image with the first compatible local model. @returns null if none could render with it */
  private async probeLora(path: string, signal: AbortSignal): Promise<{ readonly ok: true } | FailedTrial | null> {
    for (const { dir } of await this.models.list()) {
      // Files of hub models are not on this machine.
      if (dir === undefined || !(await this.trialMetadata.fits(path, dir))) continue;
      const trial = await this.probe(dir, {
        lora: path,
        isLoraSealed: true,
        ownFolders: this.foldersAround(dirname(path)),
        signal,
      });
      // A lack of memory for the model says nothing about the LoRA.
      if (trial.ok) return { ok: true };
      return trial.code === 'MODEL_OUT_OF_MEMORY' ? null : failedTrial(trial);
    }
    return null;
  }

  private foldersAround(dir: string): string[] {
    return [this.config.dataDir, dirname(dir)];
  }

  private probe(dir: string, limits: Partial<ProbeLimits>): Promise<ProbeResult> {
    const { modelTrialMs: deadlineMs, rendererThreads: threads } = this.config;
    const trial = this.lastTrial.then(() => probeModel(dir, { deadlineMs, threads, maxSide: MAX_SIDE, ...limits }));
    this.lastTrial = trial.catch(() => undefined);
    return trial;
  }
}

const INCOMPLETE: FailedTrial = { ok: false, code: 'MODEL_INCOMPLETE', detail: { missing: `*${EXTENSION}` } };

/** The path of the only file of weights. */
const weightsIn = async (dir: string): Promise<string | undefined> => {
  const name = (await readdir(dir)).find((one) => one.endsWith(EXTENSION));
  return name === undefined ? undefined : join(dir, name);
};

const failedTrial = ({ code, detail, says }: ProbeRejection): FailedTrial => ({
  ok: false,
  code,
  detail: { reason: detail, ...says },
});
