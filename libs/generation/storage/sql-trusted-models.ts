import { Injectable } from '@nestjs/common';
import type { TrustableKind } from '@visionary/contract';
import { Database } from '@visionary/platform/database';

/** A model, LoRA, or other addition that a moderator vouches for. */
export interface TrustedModel {
  readonly kind: TrustableKind;
  /** As settings name it. */
  readonly id: string;
  /** SHA-256 of the files that the moderator saw. */
  readonly hash: string;
  readonly byId: string;
  readonly at: number;
}

@Injectable()
export class SqlTrustedModels {
  constructor(private readonly database: Database) {}

  async all(): Promise<TrustedModel[]> {
    const rows = await this.database.selectFrom('trusted_model').selectAll().orderBy('trusted_at', 'desc').execute();
    return rows.map(({ kind, model, hash, trusted_by, trusted_at }) => ({
      kind,
      id: model,
      hash,
      byId: trusted_by,
      at: Number(trusted_at),
    }));
  }

  async add({ kind, id, hash, byId, at }: TrustedModel): Promise<void> {
    const row = { kind, model: id, hash, trusted_by: byId, trusted_at: at };
    await this.database.insertInto('trusted_model').values(row).execute();
  }

  /** @returns false if it was not trusted */
  async remove({ kind, id }: Pick<TrustedModel, 'kind' | 'id'>): Promise<boolean> {
    const result = await this.database
      .deleteFrom('trusted_model')
      .where('kind', '=', kind)
      .where('model', '=', id)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  }
}
