import type { Database } from '@visionary/platform/database';
import type { Version } from '../../domain/version.js';
import { ModelSearchIndex } from './model-search-index.js';

/** Deletes the rows of a version or a model. Credits stay, because images still refer to them. */
export class DeleteModelRows {
  constructor(private readonly database: Database) {}

  /** Retires its reference, because takes and rooms still use it. @returns keys of its blobs */
  async version({ id: versionId, hash }: Pick<Version, 'id' | 'hash'>, useKey: string): Promise<string[]> {
    await this.database.deleteFrom('hub_retired_ref').where('ref_key', '=', useKey).execute();
    await this.database.insertInto('hub_retired_ref').values({ ref_key: useKey, hash }).execute();
    const files = this.database.selectFrom('hub_file').select('sha256').where('version_id', '=', versionId);
    const samples = this.database.selectFrom('hub_sample').select(['sha256', 'thumbnail_sha256']);
    const images = await samples.where('version_id', '=', versionId).execute();
    const keys = [
      ...(await files.execute()).map(({ sha256 }) => sha256),
      ...images.flatMap(({ sha256, thumbnail_sha256 }) => [sha256, ...(thumbnail_sha256 ? [thumbnail_sha256] : [])]),
    ];
    // Its draft references the same files.
    const drafts = this.database.selectFrom('hub_draft').select('id').where('version_id', '=', versionId);
    const draftIds = (await drafts.execute()).map(({ id }) => id);
    if (draftIds.length > 0) {
      await this.database.deleteFrom('hub_draft_file').where('draft_id', 'in', draftIds).execute();
      await this.database.deleteFrom('hub_draft').where('id', 'in', draftIds).execute();
    }
    for (const table of ['hub_file', 'hub_sample', 'hub_download'] as const) {
      await this.database.deleteFrom(table).where('version_id', '=', versionId).execute();
    }
    await this.database.deleteFrom('hub_version').where('id', '=', versionId).execute();
    return [...new Set(keys)];
  }

  async model(modelId: string): Promise<void> {
    await new ModelSearchIndex(this.database).forget(modelId);
    await this.database.updateTable('hub_draft').set({ model_id: null }).where('model_id', '=', modelId).execute();
    await this.database.deleteFrom('hub_model').where('id', '=', modelId).execute();
  }
}
