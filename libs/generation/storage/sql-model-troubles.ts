import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { type RendererLoss, type ModelFailure, ModelFailures } from '../domain/model-failure.js';

interface TroubleTable {
  model_failure: {
    model: string;
    fingerprint: string;
    failures: number;
    reason: string;
    last_at: number;
    quarantined_at: number | null;
  };
}

const WHY_LENGTH = 500;

@Injectable()
export class SqlModelTroubles extends ModelFailures {
  constructor(private readonly database: Database) {
    super();
  }

  private get sql() {
    return this.database.query<TroubleTable>();
  }

  async count(loss: RendererLoss): Promise<number> {
    await this.forgetOtherFiles(loss);
    if (!(await this.addOne(loss)) && !(await this.begin(loss))) await this.addOne(loss);
    const { failures } = await this.sql
      .selectFrom('model_failure')
      .select('failures')
      .where('model', '=', loss.model)
      .executeTakeFirstOrThrow();
    return failures;
  }

  async quarantine(model: string, at: number): Promise<boolean> {
    const result = await this.sql
      .updateTable('model_failure')
      .set({ quarantined_at: at })
      .where('model', '=', model)
      .where('quarantined_at', 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async quarantined(): Promise<ModelFailure[]> {
    const rows = await this.sql
      .selectFrom('model_failure')
      .selectAll()
      .where('quarantined_at', 'is not', null)
      .orderBy('model')
      .execute();
    return rows.map((row) => ({
      model: row.model,
      fingerprint: row.fingerprint,
      losses: row.failures,
      why: row.reason,
      lastAt: Number(row.last_at),
      quarantinedAt: Number(row.quarantined_at),
    }));
  }

  async isKnown(model: string): Promise<boolean> {
    const row = await this.sql
      .selectFrom('model_failure')
      .select('model')
      .where('model', '=', model)
      .executeTakeFirst();
    return row !== undefined;
  }

  async reset(model: string): Promise<void> {
    await this.sql.deleteFrom('model_failure').where('model', '=', model).where('quarantined_at', 'is', null).execute();
  }

  async release(model: string): Promise<boolean> {
    const result = await this.sql
      .deleteFrom('model_failure')
      .where('model', '=', model)
      .where('quarantined_at', 'is not', null)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  private async forgetOtherFiles({ model, fingerprint }: RendererLoss): Promise<void> {
    await this.sql
      .deleteFrom('model_failure')
      .where('model', '=', model)
      .where('fingerprint', '<>', fingerprint)
      .execute();
  }

  private async addOne({ model, why, at }: RendererLoss): Promise<boolean> {
    const result = await this.sql
      .updateTable('model_failure')
      .set((row) => ({ failures: row('failures', '+', 1), reason: why.slice(0, WHY_LENGTH), last_at: at }))
      .where('model', '=', model)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** @returns false when somebody else has begun meanwhile. */
  private async begin({ model, fingerprint, why, at }: RendererLoss): Promise<boolean> {
    const row = {
      model,
      fingerprint,
      failures: 1,
      reason: why.slice(0, WHY_LENGTH),
      last_at: at,
      quarantined_at: null,
    };
    try {
      await this.sql.insertInto('model_failure').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
