import { Injectable } from '@nestjs/common';
import { Database, type Tables } from '@visionary/platform/database';
import type { HashMatch } from '../../domain/registries.js';

/** Finds published versions by the hash of their folder, of a file, or of a file's weights. */
@Injectable()
export class SqlHashes {
  constructor(private readonly database: Database) {}

  /** @param digits lower case, a prefix or the whole hash. @returns the newest match */
  async find(digits: string): Promise<HashMatch | null> {
    return (
      (await this.version(digits)) ?? (await this.file('sha256', digits)) ?? (await this.file('weights_hash', digits))
    );
  }

  private async version(digits: string): Promise<HashMatch | null> {
    const row = await this.published
      .select('hub_version.hash')
      // A prefix is followed by hex digits, and `g` sorts after them.
      .where('hub_version.hash', '>=', digits)
      .where('hub_version.hash', '<', `${digits}g`)
      .orderBy('hub_version.at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? { ...matchOf(row), hash: row.hash } : null;
  }

  private async file(column: 'sha256' | 'weights_hash', digits: string): Promise<HashMatch | null> {
    const row = await this.published
      .innerJoin('hub_file', 'hub_file.version_id', 'hub_version.id')
      .select(['hub_file.path', `hub_file.${column} as hash`])
      .where(`hub_file.${column}`, '>=', digits)
      .where(`hub_file.${column}`, '<', `${digits}g`)
      .orderBy('hub_version.at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? { ...matchOf(row), hash: row.hash ?? '', file: row.path } : null;
  }

  private get published() {
    return this.database
      .query()
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(['hub_model.id as model_id', 'hub_model.kind', 'hub_model.name'])
      .select(['hub_version.id as version_id', 'hub_version.version_ref', 'hub_version.label'])
      .where('hub_version.state', '=', 'published');
  }
}

type JoinedRow = Pick<Tables['hub_version'], 'model_id' | 'version_ref' | 'label'> &
  Pick<Tables['hub_model'], 'kind' | 'name'> & { readonly version_id: string };

const matchOf = ({ kind, version_ref, name, model_id, version_id, label }: JoinedRow): Omit<HashMatch, 'hash'> => ({
  kind,
  versionRef: version_ref,
  name,
  modelId: model_id,
  versionId: version_id,
  label,
});
