import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { type HubModel, STRENGTH, type Version, type VersionFile, type VersionState } from '../../domain/version.js';
import {
  type ModelChanges,
  type NewModel,
  type NewVersion,
  ModelRepository,
  type VersionChanges,
} from '../../domain/versions/model-repository.js';
import { modelOf } from '../rows.js';
import type { ModelRow, VersionRow } from '../tables.js';
import { ModelSearchIndex } from './model-search-index.js';
import { modelRow, versionRow } from './new-rows.js';
import type { ModelTables } from './model-tables.js';
import { DeleteModelRows } from './delete-model-rows.js';

@Injectable()
export class SqlModelRepository extends ModelRepository {
  private readonly index: ModelSearchIndex;
  private readonly off: DeleteModelRows;

  constructor(private readonly database: Database) {
    super();
    this.index = new ModelSearchIndex(database);
    this.off = new DeleteModelRows(database);
  }

  async lockModel(modelId: string): Promise<HubModel | null> {
    const one = this.query.selectFrom('hub_model').selectAll().where('id', '=', modelId);
    // One transaction at a time is at work in SQLite.
    const row = await (this.database.dialect === 'mysql' ? one.forUpdate() : one).executeTakeFirst();
    return row ? modelOf(row) : null;
  }

  async addModel(model: NewModel): Promise<void> {
    const { folded, confusable } = model.keys;
    const same = this.query.selectFrom('hub_model').select('id').limit(1);
    const taken = same.where((row) =>
      row.or([row('name_key', '=', folded), row('name_confusable_key', '=', confusable), row('name', '=', model.name)]),
    );
    if (await taken.executeTakeFirst()) throw new Rejection('HUB_NAME_TAKEN');
    try {
      await this.query.insertInto('hub_model').values(modelRow(model)).execute();
    } catch (error) {
      // Of two who race the database lets one through.
      if (isUniqueViolation(error)) throw new Rejection('HUB_NAME_TAKEN');
      throw error;
    }
  }

  async requireNewFiles(hash: string, creatorId: string): Promise<void> {
    const same = await this.query
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(['hub_model.id', 'hub_model.name', 'hub_model.creator_id', 'hub_version.label', 'hub_version.state'])
      .where('hub_version.hash', '=', hash)
      .executeTakeFirst();
    if (!same) return;
    const { id: modelId, name, label, creator_id, state } = same;
    // What was taken back is seen by its creator alone.
    const isSeen = state === 'published' || creator_id === creatorId;
    throw isSeen
      ? new Rejection('HUB_ALREADY_PUBLISHED', { modelId, name, label })
      : new Rejection('HUB_DUPLICATE_NOT_VISIBLE');
  }

  async findRetiredRef(useKey: string): Promise<string | null> {
    const row = this.query.selectFrom('hub_retired_ref').select('hash').where('ref_key', '=', useKey);
    return (await row.executeTakeFirst())?.hash ?? null;
  }

  async addVersion(version: NewVersion, files: readonly VersionFile[], creatorId: string): Promise<void> {
    try {
      await this.query.insertInto('hub_version').values(versionRow(version)).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // Of two who race the database lets one through.
      await this.requireNewFiles(version.hash, creatorId);
      throw new Rejection('HUB_LABEL_TAKEN', { label: version.label });
    }
    const rows = files.map(({ path, sha256, weightsHash, bytes, crc32 }, position) => ({
      ...{ version_id: version.id, position, path, sha256, weights_hash: weightsHash, bytes, crc32 },
    }));
    await this.query.insertInto('hub_file').values(rows).execute();
  }

  async changeModel(
    modelId: string,
    { licenseText: licenseWords, tags, atLeast, contentRating, ...said }: ModelChanges,
    editedAt: number,
  ): Promise<void> {
    const changes: Partial<ModelRow> = {
      ...{ ...said, edited_at: editedAt },
      ...(contentRating && { content_rating: contentRating }),
      ...(atLeast && { minimum_rating: atLeast }),
      ...(licenseWords !== undefined && { license_text: licenseWords }),
      ...(tags && { tags: JSON.stringify(tags) }),
    };
    await this.query.updateTable('hub_model').set(changes).where('id', '=', modelId).execute();
  }

  async markSample(modelId: string): Promise<void> {
    await this.query.updateTable('hub_model').set({ is_seeded: 1 }).where('id', '=', modelId).execute();
  }

  async raiseMinimumRating(modelId: string, contentRating: HubModel['contentRating']): Promise<boolean> {
    const weaker = STRENGTH.slice(0, STRENGTH.indexOf(contentRating));
    if (weaker.length === 0) return false;
    const raised = this.query.updateTable('hub_model').set({ content_rating: contentRating }).where('id', '=', modelId);
    return (await raised.where('content_rating', 'in', weaker).executeTakeFirst()).numUpdatedRows > 0n;
  }

  async changeVersion(versionId: string, changes: VersionChanges): Promise<void> {
    const { baseModelName, triggerWords, recommended, ...said } = changes;
    const set: Partial<VersionRow> = {
      ...said,
      ...(baseModelName !== undefined && { base_model_name: baseModelName }),
      ...(triggerWords && { trigger_words: JSON.stringify(triggerWords) }),
      ...(recommended && { recommended: JSON.stringify(recommended) }),
    };
    if (Object.keys(set).length === 0) return;
    await this.query.updateTable('hub_version').set(set).where('id', '=', versionId).execute();
  }

  async setState(versionId: string, state: VersionState, isWithheld = false): Promise<void> {
    const set = { state, is_taken_down: Number(isWithheld) };
    await this.query.updateTable('hub_version').set(set).where('id', '=', versionId).execute();
  }

  reindex(modelId: string): Promise<void> {
    return this.index.refresh(modelId);
  }

  removeVersion(version: Pick<Version, 'id' | 'hash'>, useKey: string): Promise<string[]> {
    return this.off.version(version, useKey);
  }

  removeModel(modelId: string): Promise<void> {
    return this.off.model(modelId);
  }

  async modelsOf(creatorId: string): Promise<string[]> {
    const rows = this.query.selectFrom('hub_model').select('id').where('creator_id', '=', creatorId).orderBy('id');
    return (await rows.execute()).map(({ id }) => id);
  }

  private get query() {
    return this.database.query<ModelTables>();
  }
}
