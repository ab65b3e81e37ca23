import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import { isSampled, SAMPLED_KINDS } from '../../domain/samples.js';
import type { NewSample, Sample, VersionNeedingSamples } from '../../domain/samples.js';

/** Stores samples. Changes must run inside a unit of work. */
@Injectable()
export class Samples {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<Sample | null> {
    const row = await this.database.selectFrom('hub_sample').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? sampleOf(row) : null;
  }

  /** Uploaded samples first, then by age. One query. */
  async ofVersions(versionIds: readonly string[]): Promise<Sample[]> {
    if (versionIds.length === 0) return [];
    const rows = this.database.selectFrom('hub_sample').selectAll().where('version_id', 'in', versionIds);
    const sorted = rows.orderBy('is_uploaded', 'desc').orderBy('position').orderBy('id');
    return (await sorted.execute()).map(sampleOf);
  }

  /** @returns false if the image of this take is stored already */
  async add({ id, versionId, prompt, takeId, isUploaded, checkedRating, ...image }: NewSample): Promise<boolean> {
    const { last } = await this.database
      .selectFrom('hub_sample')
      .select(({ fn }) => fn.max('position').as('last'))
      .where('version_id', '=', versionId)
      .executeTakeFirstOrThrow();
    const row = {
      ...image,
      id,
      version_id: versionId,
      position: Number(last ?? -1) + 1,
      prompt,
      content_rating: checkedRating,
      is_uploaded: Number(isUploaded),
      take_id: takeId,
    };
    try {
      await this.database.insertInto('hub_sample').values(row).execute();
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return false;
    }
  }

  async setThumbnail(id: string, sha256: string): Promise<void> {
    await this.database.updateTable('hub_sample').set({ thumbnail_sha256: sha256 }).where('id', '=', id).execute();
  }

  /** Overrides the ratings of a model's samples by a moderator's decision. */
  async setCheckedRatings(modelId: string, rating: 'adult' | null): Promise<void> {
    const versions = this.database.selectFrom('hub_version').select('id').where('model_id', '=', modelId);
    const samples = this.database
      .updateTable('hub_sample')
      .set({ content_rating: rating })
      .where('version_id', 'in', versions);
    await samples.where('content_rating', 'is not', null).execute();
  }

  async remove(id: string): Promise<void> {
    await this.database.deleteFrom('hub_sample').where('id', '=', id).execute();
  }

  /** Published versions with pending samples, longest waiting first. */
  async versionsNeedingSamples(limit: number): Promise<VersionNeedingSamples[]> {
    const rows = await this.database
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(['hub_version.id', 'hub_model.kind', 'hub_version.version_ref'])
      .select(['hub_version.trigger_words', 'hub_version.recommended'])
      .where('hub_version.state', '=', 'published')
      .where('hub_version.pending_samples', '>', 0)
      .where('hub_model.kind', 'in', SAMPLED_KINDS)
      .orderBy('hub_version.at')
      .limit(limit)
      .execute();
    const takeIds = await this.takeIdsOf(rows.map(({ id }) => id));
    return rows.flatMap(({ id, kind, version_ref, trigger_words, recommended }) =>
      isSampled(kind)
        ? {
            versionId: id,
            kind,
            useId: version_ref,
            triggerWords: JSON.parse(trigger_words) as string[],
            weight: (JSON.parse(recommended) as { weight?: number }).weight ?? null,
            storedTakeIds: takeIds.get(id) ?? [],
          }
        : [],
    );
  }

  /** @returns whether the number changed */
  async setPending(versionId: string, samples: number): Promise<boolean> {
    const update = this.database.updateTable('hub_version').set({ pending_samples: samples });
    const result = await update.where('id', '=', versionId).where('pending_samples', '!=', samples).executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  private async takeIdsOf(versionIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (versionIds.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('hub_sample')
      .select(['version_id', 'take_id'])
      .where('version_id', 'in', versionIds)
      .where('take_id', 'is not', null)
      .execute();
    const byVersion = Map.groupBy(rows, ({ version_id }) => version_id);
    return new Map([...byVersion].map(([id, samples]) => [id, samples.flatMap(({ take_id }) => take_id ?? [])]));
  }
}

const sampleOf = ({
  id,
  version_id,
  sha256,
  thumbnail_sha256,
  width,
  height,
  prompt,
  is_uploaded,
  content_rating: checkedRating,
}: Row<'hub_sample'>): Sample => ({
  id,
  versionId: version_id,
  sha256,
  thumbnailSha256: thumbnail_sha256,
  width,
  height,
  prompt,
  isUploaded: Boolean(is_uploaded),
  checkedRating,
});
