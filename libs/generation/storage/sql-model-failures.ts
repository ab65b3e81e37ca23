import type { Provider } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { ModelFailure, RendererLoss } from '../domain/model-failure.js';

const MAX_REASON_LENGTH = 500;

type ModelOnProvider = Pick<RendererLoss, 'model' | 'provider'>;

/** Losses of renderers by model and provider, over restarts and all servers. */
@Injectable()
export class SqlModelFailures {
  constructor(private readonly database: Database) {}

  /** Inside a unit of work. @returns how many losses these files have caused */
  async countLoss(loss: RendererLoss): Promise<number> {
    await this.deleteOtherFiles(loss);
    if (!(await this.addOne(loss)) && !(await this.insert(loss))) await this.addOne(loss);
    const { failures } = await this.database
      .selectFrom('model_failure')
      .select('failures')
      .where('model', '=', loss.model)
      .where('provider', '=', loss.provider)
      .executeTakeFirstOrThrow();
    return failures;
  }

  /** Inside a unit of work. Counts a take that exceeded its time as a loss, too. @returns both counts of these files */
  async countTimeout(loss: RendererLoss): Promise<{ losses: number; timeouts: number }> {
    const losses = await this.countLoss(loss);
    await this.database
      .updateTable('model_failure')
      .set((row) => ({ timeouts: row('timeouts', '+', 1) }))
      .where('model', '=', loss.model)
      .where('provider', '=', loss.provider)
      .execute();
    const { timeouts } = await this.database
      .selectFrom('model_failure')
      .select('timeouts')
      .where('model', '=', loss.model)
      .where('provider', '=', loss.provider)
      .executeTakeFirstOrThrow();
    return { losses, timeouts };
  }

  /** Forgets a model whose last failure with a provider was before a time. */
  async forgetBefore({ model, provider }: ModelOnProvider, at: number): Promise<void> {
    await this.database
      .deleteFrom('model_failure')
      .where('model', '=', model)
      .where('provider', '=', provider)
      .where('quarantined_at', 'is', null)
      .where('last_at', '<', at)
      .execute();
  }

  /** @returns false if it was quarantined already */
  async quarantine({ model, provider }: ModelOnProvider, at: number): Promise<boolean> {
    const result = await this.database
      .updateTable('model_failure')
      .set({ quarantined_at: at })
      .where('model', '=', model)
      .where('provider', '=', provider)
      .where('quarantined_at', 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Quarantined or not. Models that a quarantine never threatened are not listed. */
  async all(): Promise<ModelFailure[]> {
    const rows = await this.database
      .selectFrom('model_failure')
      .selectAll()
      .where((where) => where.or([where('quarantined_at', 'is not', null), where('failures', '>', 0)]))
      .orderBy('model')
      .orderBy('provider')
      .execute();
    return rows.map((row) => ({
      model: row.model,
      provider: row.provider as Provider,
      fingerprint: row.fingerprint,
      losses: row.failures,
      reason: row.reason,
      lastAt: Number(row.last_at),
      quarantinedAt: row.quarantined_at === null ? null : Number(row.quarantined_at),
    }));
  }

  async hasFailures({ model, provider }: ModelOnProvider): Promise<boolean> {
    const row = await this.database
      .selectFrom('model_failure')
      .select('model')
      .where('model', '=', model)
      .where('provider', '=', provider)
      .where('failures', '>', 0)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Forgets losses that caused no quarantine. Timeouts still count, because a model can be fast in between. */
  async reset({ model, provider }: ModelOnProvider): Promise<void> {
    await this.database
      .deleteFrom('model_failure')
      .where('model', '=', model)
      .where('provider', '=', provider)
      .where('quarantined_at', 'is', null)
      .where('timeouts', '=', 0)
      .execute();
    await this.database
      .updateTable('model_failure')
      .set({ failures: 0 })
      .where('model', '=', model)
      .where('provider', '=', provider)
      .where('quarantined_at', 'is', null)
      .execute();
  }

  /** For every provider. @returns false if it was not quarantined */
  async release(model: string): Promise<boolean> {
    const result = await this.database
      .deleteFrom('model_failure')
      .where('model', '=', model)
      .where('quarantined_at', 'is not', null)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  private async deleteOtherFiles({ model, fingerprint }: RendererLoss): Promise<void> {
    await this.database
      .deleteFrom('model_failure')
      .where('model', '=', model)
      .where('fingerprint', '<>', fingerprint)
      .execute();
  }

  private async addOne({ model, provider, reason, at }: RendererLoss): Promise<boolean> {
    const result = await this.database
      .updateTable('model_failure')
      .set((row) => ({ failures: row('failures', '+', 1), reason: reason.slice(0, MAX_REASON_LENGTH), last_at: at }))
      .where('model', '=', model)
      .where('provider', '=', provider)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** @returns false if another transaction inserted the row */
  private async insert({ model, provider, fingerprint, reason, at }: RendererLoss): Promise<boolean> {
    const row = {
      model,
      provider,
      fingerprint,
      failures: 1,
      timeouts: 0,
      reason: reason.slice(0, MAX_REASON_LENGTH),
      last_at: at,
      quarantined_at: null,
    };
    try {
      await this.database.insertInto('model_failure').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
