import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

export interface NamedFile {
  readonly sha256: string;
  /** The reference of its version. */
  readonly useId: string;
  readonly path: string;
}

const BATCH_SIZE = 400;

/** Finds the versions that reference blobs, for the store's verification. */
@Injectable()
export class SqlNamedFiles {
  constructor(private readonly database: Database) {}

  async among(keys: readonly string[]): Promise<NamedFile[]> {
    const files: NamedFile[] = [];
    for (let from = 0; from < keys.length; from += BATCH_SIZE) {
      const rows = this.database
        .query()
        .selectFrom('hub_file')
        .innerJoin('hub_version', 'hub_version.id', 'hub_file.version_id')
        .select(['hub_file.sha256', 'hub_version.version_ref', 'hub_file.path'])
        .where('hub_file.sha256', 'in', keys.slice(from, from + BATCH_SIZE));
      const page = await rows.orderBy('hub_version.version_ref').orderBy('hub_file.position').execute();
      files.push(...page.map(({ sha256, version_ref: useId, path }) => ({ sha256, useId, path })));
    }
    return files;
  }
}
