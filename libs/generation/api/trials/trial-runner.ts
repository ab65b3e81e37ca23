import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type TrialInput, type TrialResult, TrialRegistry } from '@visionary/hub';
import { HealthProbes } from '@visionary/platform/http';
import { serializeRenderMetadata } from '../../domain/render-metadata.js';
import { TrialRecords } from '../../domain/trial-records.js';
import { isolationLevel } from '../renderer/model-probe.js';
import { TrialRuns } from './trial-runs.js';

const ENDING = '.safetensors';

/** Loads what users share before anybody else does: apart, one after the other. */
@Injectable()
export class TrialRunner implements OnModuleInit {
  private readonly logger = new Logger('Models');

  constructor(
    private readonly trialRegistry: TrialRegistry,
    private readonly probes: HealthProbes,
    private readonly files: TrialRecords,
    private readonly runs: TrialRuns,
  ) {}

  onModuleInit(): void {
    this.trialRegistry.setRunner((files, signal) => this.run(files, signal));
    this.probes.register('trialIsolation', isolationLevel);
    isolationLevel().then(
      (level) => this.logger.log('Models from people are tried', { isolation: level }),
      (error: unknown) => this.logger.error('Nobody knows how to try models', error),
    );
  }

  private async run(files: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    switch (files.kind) {
      case 'model':
        return this.tryModel(files, signal);
      case 'lora':
        return this.tryLora(files, signal);
      case 'weights':
        return { ok: true, renderFacts: serializeRenderMetadata({ kind: 'weights' }) };
      default:
        return files.kind satisfies never;
    }
  }

  private async tryModel({ dir }: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const tried = await this.runs.model(dir, signal);
    if (!tried.ok) return tried;
    const kept = await this.files.ofModel(dir);
    return { ok: true, renderFacts: serializeRenderMetadata({ kind: 'model', ...kept, trial: tried.facts }) };
  }

  private async tryLora({ dir }: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const name = (await readdir(dir)).find((one) => one.endsWith(ENDING));
    if (name === undefined) return { ok: false, code: 'MODEL_INCOMPLETE', detail: { missing: `*${ENDING}` } };
    const path = join(dir, name);
    const kept = await this.files.ofLora(path);
    const refusal = await this.runs.lora(path, signal);
    return refusal ?? { ok: true, renderFacts: serializeRenderMetadata({ kind: 'lora', ...kept }) };
  }
}
