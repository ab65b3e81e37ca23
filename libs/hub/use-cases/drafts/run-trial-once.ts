import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { Quarantine } from '../../domain/drafts/draft-repository.js';
import type { FileRejection } from '../../domain/drafts.js';
import { type TrialInput, type TrialResult, TrialRegistry } from '../../domain/trial-registry.js';

type Tried =
  | { readonly ok: true; readonly renderFacts: string }
  | { readonly ok: false; readonly refusal: FileRejection };

const CRASHED = 'MODEL_PROBE_CRASHED';
const TIMEOUT = 'MODEL_PROBE_TIMEOUT';
/** What took too long may have been the machine's fault: it is tried again after this. */
const TIMEOUT_HOLDS_MS = 24 * 3_600_000;

/** Tries files, unless the same bytes have crashed or hung whoever tried them before. */
@Injectable()
export class RunTrialOnce {
  constructor(
    private readonly trialRegistry: TrialRegistry,
    private readonly quarantine: Quarantine,
    private readonly limits: DraftLimits,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(files: TrialInput, hash: string, signal: AbortSignal): Promise<Tried> {
    const before = await this.quarantine.of(hash);
    if (before && this.stillHolds(before)) return { ok: false, refusal: before.refusal };
    const result = await this.underDeadline(files, signal);
    if (result.ok) return result;
    const refusal = { code: result.code, detail: result.detail };
    if (result.code === CRASHED || result.code === TIMEOUT) {
      await this.unitOfWork.run(() => this.quarantine.put(hash, refusal, this.clock.now()));
    }
    return { ok: false, refusal };
  }

  private stillHolds({ refusal, at }: { readonly refusal: FileRejection; readonly at: number }): boolean {
    return refusal.code !== TIMEOUT || this.clock.now() - at < TIMEOUT_HOLDS_MS;
  }

  /** Whoever tries has a deadline of their own; this one is for those who forget it. */
  private async underDeadline(files: TrialInput, signal: AbortSignal): Promise<TrialResult> {
    const { trialMs } = this.limits;
    const deadline = AbortSignal.timeout(trialMs);
    try {
      return await this.trialRegistry.run(files, AbortSignal.any([signal, deadline]));
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted) throw error;
      const seconds = Math.round(trialMs / 1000);
      const detail = { reasonKey: 'trialTimeout', seconds, reason: `it had not ended after ${seconds} s` };
      return { ok: false, code: TIMEOUT, detail };
    }
  }
}
