import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Made } from '../../domain/credits.js';
import { type UsedVersion, Uses } from '../../domain/versions/uses.js';
import type { ShelfTables } from './shelf-tables.js';

/** Fewer may be anything's. */
const DIGITS_AT_LEAST = 10;

@Injectable()
export class SqlUses extends Uses {
  constructor(private readonly database: Database) {
    super();
  }

  async ofFiles(made: readonly Made[]): Promise<UsedVersion[]> {
    const known = made.filter(({ hash }) => hash.length >= DIGITS_AT_LEAST);
    if (known.length === 0) return [];
    const rows = await this.query
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(['hub_version.id', 'hub_version.model_id', 'hub_version.hash', 'hub_model.kind'])
      .where('hub_model.kind', '!=', 'weights')
      .where(({ or, and, eb }) =>
        or(known.map(({ hash }) => and([eb('hub_version.hash', '>=', hash), eb('hub_version.hash', '<', `${hash}g`)]))),
      )
      .execute();
    return rows
      .map(({ id, model_id, hash, kind }) => ({
        ...{ versionId: id, modelId: model_id, hash, kind: kind === 'model' ? kind : ('lora' as const) },
      }))
      .filter((version) => known.some(({ kind, hash }) => kind === version.kind && version.hash.startsWith(hash)));
  }

  async setPictures({ versionId, modelId }: UsedVersion, pictures: number): Promise<boolean> {
    const changed = await this.query
      .updateTable('hub_version')
      .set({ pictures })
      .where('id', '=', versionId)
      .where('pictures', '!=', pictures)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return false;
    const { sum } = await this.query
      .selectFrom('hub_version')
      .select(({ fn }) => fn.sum<number | string | null>('pictures').as('sum'))
      .where('model_id', '=', modelId)
      .executeTakeFirstOrThrow();
    const all = { pictures: Number(sum ?? 0) };
    await this.query.updateTable('hub_model').set(all).where('id', '=', modelId).execute();
    return true;
  }

  private get query() {
    return this.database.query<ShelfTables>();
  }
}
