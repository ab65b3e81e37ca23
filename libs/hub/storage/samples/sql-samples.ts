import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import type { SampleRow, ShelfTables } from '../versions/shelf-tables.js';

@Injectable()
export class SqlSamples extends Samples {
  constructor(private readonly database: Database) {
    super();
  }

  async byId(id: string): Promise<Sample | null> {
    const row = await this.query.selectFrom('hub_sample').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? sampleOf(row) : null;
  }

  async ofVersions(versionIds: readonly string[]): Promise<Sample[]> {
    if (versionIds.length === 0) return [];
    const rows = this.query.selectFrom('hub_sample').selectAll().where('version_id', 'in', versionIds);
    return (await rows.orderBy('position').orderBy('id').execute()).map(sampleOf);
  }

  private get query() {
    return this.database.query<ShelfTables>();
  }
}

const sampleOf = ({ id, version_id, sha256, width, height, prompt, is_chosen }: SampleRow): Sample => ({
  ...{ id, versionId: version_id, sha256, width, height, prompt, isChosen: Boolean(is_chosen) },
});
