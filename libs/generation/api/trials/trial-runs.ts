import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { ModelCatalog } from '../../domain/model.js';
import type { ProbeMeasurements, ProbeRejection, ProbeResult } from '../../domain/probe-protocol.js';
import { TrialRecords } from '../../domain/trial-records.js';
import { type ProbeLimits, probeModel } from '../renderer/model-probe.js';

interface Refused {
  readonly ok: false;
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

const refusedAs = ({ code, detail, says }: ProbeRejection): Refused => ({
  ...{ ok: false, code, detail: { reason: detail, ...says } },
});

/** Enough to show whether the parts fit; a whole large image would take minutes and gigabytes. */
const SIDE_AT_MOST = 512;

/** Trials in processes of their own, one at a time: each may take most of what memory is free. */
@Injectable()
export class TrialRuns {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly models: ModelCatalog,
    private readonly files: TrialRecords,
  ) {}

  /** One step with it. */
  async model(dir: string, signal: AbortSignal): Promise<{ ok: true; facts: ProbeMeasurements } | Refused> {
    const tried = await this.next(dir, { isSealed: true, signal });
    return tried.ok ? tried : refusedAs(tried);
  }

  /** One step of a model that is here with it. @returns undefined where nothing speaks against it */
  async lora(path: string, signal: AbortSignal): Promise<Refused | undefined> {
    for (const { dir } of await this.models.list()) {
      // The hub's own lie on no disk of the server.
      if (dir === undefined || !(await this.files.fits(path, dir))) continue;
      const tried = await this.next(dir, { lora: path, signal });
      // That the machine has no room for that model now is nothing against a LoRA.
      if (tried.ok || tried.code === 'MODEL_OUT_OF_MEMORY') return undefined;
      return refusedAs(tried);
    }
    return undefined;
  }

  private next(dir: string, limits: Partial<ProbeLimits>): Promise<ProbeResult> {
    const { modelTrialMs: deadlineMs, rendererThreads: threads } = this.config;
    const turn = this.last.then(() => probeModel(dir, { deadlineMs, threads, sideAtMost: SIDE_AT_MOST, ...limits }));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
