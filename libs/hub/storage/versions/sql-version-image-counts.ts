import { Injectable } from '@nestjs/common';
import { Database, type Tables } from '@visionary/platform/database';
import { MIN_HASH_DIGITS, type ModelFileRef } from '../../domain/model-credits.js';

/** A version that images can be made with. */
export interface UsedVersion extends ModelFileRef {
  readonly versionId: string;
  readonly modelId: string;
}

/** Numbers of published images per version and model. */
@Injectable()
export class SqlVersionImageCounts {
  constructor(private readonly database: Database) {}

  /** @param files whole hashes or prefixes */
  async ofFiles(files: readonly ModelFileRef[]): Promise<UsedVersion[]> {
    const known = files.filter(({ hash }) => hash.length >= MIN_HASH_DIGITS);
    if (known.length === 0) return [];
    const rows = await this.versions
      .where(({ or, and, eb }) =>
        or(known.map(({ hash }) => and([eb('hub_version.hash', '>=', hash), eb('hub_version.hash', '<', `${hash}g`)]))),
      )
      .execute();
    return rows
      .map(usedOf)
      .filter((version) => known.some(({ kind, hash }) => kind === version.kind && version.hash.startsWith(hash)));
  }

  async ofModel(modelId: string): Promise<UsedVersion[]> {
    return (await this.versions.where('hub_version.model_id', '=', modelId).execute()).map(usedOf);
  }

  /** Locks the counts until the unit of work ends. */
  async hold(modelId: string): Promise<void> {
    const held = this.database.updateTable('hub_model').set(({ ref }) => ({ image_count: ref('image_count') }));
    await held.where('id', '=', modelId).execute();
  }

  /** Must run inside a unit of work. @returns whether a count changed */
  async setImages({ versionId, modelId }: UsedVersion, images: number, ofModel: number): Promise<boolean> {
    const one = this.database.updateTable('hub_version').set({ image_count: images }).where('id', '=', versionId);
    const all = this.database.updateTable('hub_model').set({ image_count: ofModel }).where('id', '=', modelId);
    const changed = [
      await one.where('image_count', '!=', images).executeTakeFirst(),
      await all.where('image_count', '!=', ofModel).executeTakeFirst(),
    ];
    return changed.some(({ numUpdatedRows }) => numUpdatedRows > 0n);
  }

  private get versions() {
    return this.database
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(['hub_version.id', 'hub_version.model_id', 'hub_version.hash', 'hub_model.kind'])
      .where('hub_model.kind', '!=', 'weights');
  }
}

type Found = Pick<Tables['hub_version'], 'id' | 'model_id' | 'hash'> & Pick<Tables['hub_model'], 'kind'>;

const usedOf = ({ id, model_id, hash, kind }: Found): UsedVersion => ({
  versionId: id,
  modelId: model_id,
  hash,
  kind: kind === 'model' ? kind : 'lora',
});
