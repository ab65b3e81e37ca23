import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { ModelFailure, RendererLoss } from '../domain/model-failure.js';

interface TroubleTable {
  model_trouble: {
    model: string;
    fingerprint: string;
    losses: number;
    why: string;
    last_at: number;
    quarantined_at: number | null;
  };
}

const WHY_LENGTH = 500;

/** Losses of renderers by model, over restarts and all servers. */
@Injectable()
export class SqlModelTroubles {
  constructor(private readonly database: Database) {}

  private get sql() {
    return this.database.query<TroubleTable>();
  }

  /** Inside a unit of work. @returns how many losses these files have caused */
  async count(loss: RendererLoss): Promise<number> {
    await this.deleteOtherFiles(loss);
    if (!(await this.addOne(loss)) && !(await this.insert(loss))) await this.addOne(loss);
    const { losses } = await this.sql
      .selectFrom('model_trouble')
      .select('losses')
      .where('model', '=', loss.model)
      .executeTakeFirstOrThrow();
    return losses;
  }

  /** @returns false if it was quarantined already */
  async quarantine(model: string, at: number): Promise<boolean> {
    const result = await this.sql
      .updateTable('model_trouble')
      .set({ quarantined_at: at })
      .where('model', '=', model)
      .where('quarantined_at', 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async quarantined(): Promise<ModelFailure[]> {
    const rows = await this.sql
      .selectFrom('model_trouble')
      .selectAll()
      .where('quarantined_at', 'is not', null)
      .orderBy('model')
      .execute();
    return rows.map((row) => ({
      model: row.model,
      fingerprint: row.fingerprint,
      losses: row.losses,
      why: row.why,
      lastAt: Number(row.last_at),
      quarantinedAt: Number(row.quarantined_at),
    }));
  }

  async isKnown(model: string): Promise<boolean> {
    const row = await this.sql
      .selectFrom('model_trouble')
      .select('model')
      .where('model', '=', model)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Forgets losses that caused no quarantine. */
  async reset(model: string): Promise<void> {
    await this.sql.deleteFrom('model_trouble').where('model', '=', model).where('quarantined_at', 'is', null).execute();
  }

  /** @returns false if it was not quarantined */
  async release(model: string): Promise<boolean> {
    const result = await this.sql
      .deleteFrom('model_trouble')
      .where('model', '=', model)
      .where('quarantined_at', 'is not', null)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  private async deleteOtherFiles({ model, fingerprint }: RendererLoss): Promise<void> {
    await this.sql
      .deleteFrom('model_trouble')
      .where('model', '=', model)
      .where('fingerprint', '<>', fingerprint)
      .execute();
  }

  private async addOne({ model, why, at }: RendererLoss): Promise<boolean> {
    const result = await this.sql
      .updateTable('model_trouble')
      .set((row) => ({ losses: row('losses', '+', 1), why: why.slice(0, WHY_LENGTH), last_at: at }))
      .where('model', '=', model)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** @returns false if another transaction inserted the row */
  private async insert({ model, fingerprint, why, at }: RendererLoss): Promise<boolean> {
    const row = { model, fingerprint, losses: 1, why: why.slice(0, WHY_LENGTH), last_at: at, quarantined_at: null };
    try {
      await this.sql.insertInto('model_trouble').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
