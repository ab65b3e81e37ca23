import { CONTENT_RATINGS, type VersionState } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import { type HubModel, type Version, type VersionFile } from '../../domain/version.js';
import type { ModelChanges, NewModel, NewVersion, VersionChanges } from '../../domain/versions/model-changes.js';
import { modelOf } from '../rows.js';
import { ModelSearchIndex } from './model-search-index.js';
import { modelRow, versionRow } from './new-rows.js';
import { identicalVersion } from './identical-version.js';

/** Stores models and versions. Changes must run inside a unit of work. */
@Injectable()
export class SqlModelRepository {
  private readonly index: ModelSearchIndex;

  constructor(private readonly database: Database) {
    this.index = new ModelSearchIndex(database);
  }

  /** Locks the model until the unit of work ends. */
  async lockModel(modelId: string): Promise<HubModel | null> {
    const modelRow = this.database.selectFrom('hub_model').selectAll().where('id', '=', modelId);
    const row = await this.database.forUpdate(modelRow).executeTakeFirst();
    return row ? modelOf(row) : null;
  }

  /** @throws Rejection HUB_NAME_TAKEN */
  async addModel(model: NewModel): Promise<void> {
    const { folded, confusable } = model.keys;
    const models = this.database.selectFrom('hub_model').select('id').limit(1);
    const conflict = models.where((row) =>
      row.or([row('name_key', '=', folded), row('name_confusable_key', '=', confusable), row('name', '=', model.name)]),
    );
    if (await conflict.executeTakeFirst()) throw new Rejection('HUB_NAME_TAKEN');
    try {
      await this.database.insertInto('hub_model').values(modelRow(model)).execute();
    } catch (error) {
      // A concurrent insert won.
      if (isUniqueViolation(error)) throw new Rejection('HUB_NAME_TAKEN');
      throw error;
    }
  }

  /** @throws Rejection HUB_ALREADY_PUBLISHED { modelId, name, label }; HUB_DUPLICATE_NOT_VISIBLE if the creator can't see it */
  async requireNewFiles(hash: string, creatorId: string): Promise<void> {
    const existing = await identicalVersion(this.database, hash, creatorId);
    if (!existing) return;
    const { modelId, name, label, isVisible } = existing;
    throw isVisible
      ? new Rejection('HUB_ALREADY_PUBLISHED', { modelId, name, label })
      : new Rejection('HUB_DUPLICATE_NOT_VISIBLE');
  }

  /** The hash of a removed version with this reference. */
  async findRetiredRef(refKey: string): Promise<string | null> {
    const row = this.database.selectFrom('hub_retired_ref').select('hash').where('ref_key', '=', refKey);
    return (await row.executeTakeFirst())?.hash ?? null;
  }

  /** @throws Rejection HUB_LABEL_TAKEN, and as requireNewFiles, after a race */
  async addVersion(version: NewVersion, files: readonly VersionFile[], creatorId: string): Promise<void> {
    try {
      await this.database.insertInto('hub_version').values(versionRow(version)).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // A concurrent insert won.
      await this.requireNewFiles(version.hash, creatorId);
      throw new Rejection('HUB_LABEL_TAKEN', { label: version.label });
    }
    const rows = files.map(({ path, sha256, weightsHash, bytes, crc32 }, position) => ({
      version_id: version.id,
      position,
      path,
      sha256,
      weights_hash: weightsHash,
      bytes,
      crc32,
    }));
    await this.database.insertInto('hub_file').values(rows).execute();
  }

  async changeModel(
    modelId: string,
    { licenseText, tags, minimumRating, contentRating, ...columns }: ModelChanges,
    editedAt: number,
  ): Promise<void> {
    const changes: Partial<Row<'hub_model'>> = {
      ...columns,
      edited_at: editedAt,
      ...(contentRating && { content_rating: contentRating }),
      ...(minimumRating && { minimum_rating: minimumRating }),
      ...(licenseText !== undefined && { license_text: licenseText }),
      ...(tags && { tags: JSON.stringify(tags) }),
    };
    await this.database.updateTable('hub_model').set(changes).where('id', '=', modelId).execute();
  }

  async markSample(modelId: string): Promise<void> {
    await this.database.updateTable('hub_model').set({ is_seeded: 1 }).where('id', '=', modelId).execute();
  }

  /** Raises the rating to at least this. @returns whether it was lower */
  async raiseMinimumRating(modelId: string, contentRating: HubModel['contentRating']): Promise<boolean> {
    const lowerRatings = CONTENT_RATINGS.slice(0, CONTENT_RATINGS.indexOf(contentRating));
    if (lowerRatings.length === 0) return false;
    const update = this.database
      .updateTable('hub_model')
      .set({ content_rating: contentRating })
      .where('id', '=', modelId);
    return (await update.where('content_rating', 'in', lowerRatings).executeTakeFirst()).numUpdatedRows > 0n;
  }

  async changeVersion(versionId: string, changes: VersionChanges): Promise<void> {
    const { base, baseModelName, triggerWords, recommended, notes } = changes;
    const columns: Partial<Row<'hub_version'>> = {
      ...(notes !== undefined && { notes }),
      ...(base && { base_model: base }),
      ...(baseModelName !== undefined && { base_model_name: baseModelName }),
      ...(triggerWords && { trigger_words: JSON.stringify(triggerWords) }),
      ...(recommended && { recommended: JSON.stringify(recommended) }),
    };
    if (Object.keys(columns).length === 0) return;
    await this.database.updateTable('hub_version').set(columns).where('id', '=', versionId).execute();
  }

  async setState(versionId: string, state: VersionState, isTakenDown = false): Promise<void> {
    const columns = { state, is_taken_down: Number(isTakenDown), hidden_at: null };
    await this.database.updateTable('hub_version').set(columns).where('id', '=', versionId).execute();
  }

  /** Unpublishes the published versions, so that registries, search and facets need not know hidden models. */
  async hide(modelId: string, at: number): Promise<void> {
    await this.database.updateTable('hub_model').set({ hidden_at: at }).where('id', '=', modelId).execute();
    const versions = this.database.updateTable('hub_version').where('model_id', '=', modelId);
    const update = versions.set({ state: 'unpublished', is_taken_down: 1, hidden_at: at });
    await update.where('state', '=', 'published').execute();
  }

  /** Undoes `hide`. Versions that were quarantined, or hidden on their own, stay as they are. */
  async restore(modelId: string): Promise<void> {
    const hiddenAt = await this.hiddenAt(modelId);
    if (hiddenAt === null) return;
    await this.database.updateTable('hub_model').set({ hidden_at: null }).where('id', '=', modelId).execute();
    const versions = this.database.updateTable('hub_version').where('model_id', '=', modelId);
    const update = versions.set({ state: 'published', is_taken_down: 0, hidden_at: null });
    await update.where('hidden_at', '=', hiddenAt).where('state', '=', 'unpublished').execute();
  }

  /** `hidden_at` says that it was published before. */
  async hideVersion(versionId: string, at: number): Promise<void> {
    const version = this.database.updateTable('hub_version').where('id', '=', versionId);
    await version.set({ is_taken_down: 1 }).execute();
    const unpublish = version.set({ state: 'unpublished', hidden_at: at });
    await unpublish.where('state', '=', 'published').execute();
  }

  /** Undoes `hideVersion`. In a hidden model, the version returns with the model. */
  async restoreVersion(versionId: string): Promise<void> {
    const query = this.database.selectFrom('hub_version').select(['model_id', 'hidden_at', 'state']);
    const row = await query.where('id', '=', versionId).executeTakeFirst();
    if (!row) return;
    const modelHiddenAt = await this.hiddenAt(row.model_id);
    const wasPublished = row.hidden_at !== null && row.state === 'unpublished';
    const version = this.database.updateTable('hub_version').where('id', '=', versionId);
    if (!wasPublished) await version.set({ is_taken_down: 0, hidden_at: null }).execute();
    else if (modelHiddenAt !== null) await version.set({ hidden_at: modelHiddenAt }).execute();
    else await version.set({ state: 'published', is_taken_down: 0, hidden_at: null }).execute();
  }

  private async hiddenAt(modelId: string): Promise<number | null> {
    const model = this.database.selectFrom('hub_model').select('hidden_at').where('id', '=', modelId);
    return (await model.executeTakeFirst())?.hidden_at ?? null;
  }

  /** Updates the newest version and the search index after a change of versions. */
  reindex(modelId: string): Promise<void> {
    return this.index.refresh(modelId);
  }

  /**
   * Deletes a version with its files and samples. Its reference stays retired, because takes and rooms still use it, and its
   * credits stay, because images refer to them.
   * @returns keys of blobs that lost a reference
   */
  async removeVersion({ id: versionId, hash }: Pick<Version, 'id' | 'hash'>, refKey: string): Promise<string[]> {
    await this.database.deleteFrom('hub_retired_ref').where('ref_key', '=', refKey).execute();
    await this.database.insertInto('hub_retired_ref').values({ ref_key: refKey, hash }).execute();
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

  /** Deletes a model without versions. Its drafts become drafts of new models. */
  async removeModel(modelId: string): Promise<void> {
    await this.index.remove(modelId);
    await this.database.updateTable('hub_draft').set({ model_id: null }).where('model_id', '=', modelId).execute();
    await this.database.deleteFrom('hub_model').where('id', '=', modelId).execute();
  }

  /** Ids of a user's models, ordered by id. */
  async modelsOf(creatorId: string): Promise<string[]> {
    const rows = this.database.selectFrom('hub_model').select('id').where('creator_id', '=', creatorId).orderBy('id');
    return (await rows.execute()).map(({ id }) => id);
  }
}
