import { Injectable } from '@nestjs/common';
import { Database, type Tables } from '@visionary/platform/database';
import { isCreditedKind, MIN_HASH_DIGITS, type ModelFileRef } from '../../domain/model-credits.js';

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
    const identifiable = files.filter(({ hash }) => hash.length >= MIN_HASH_DIGITS);
    if (identifiable.length === 0) return [];
    const rows = await this.versions
      .where(({ or, and, eb }) =>
        or(
          identifiable.map(({ hash }) =>
            and([eb('hub_version.hash', '>=', hash), eb('hub_version.hash', '<', `${hash}g`)]),
          ),
        ),
      )
      .execute();
    return rows
      .flatMap(usedVersionOf)
      .filter((version) =>
        identifiable.some(({ kind, hash }) => kind === version.kind && version.hash.startsWith(hash)),
      );
  }

  async ofModel(modelId: string): Promise<UsedVersion[]> {
    return (await this.versions.where('hub_version.model_id', '=', modelId).execute()).flatMap(usedVersionOf);
  }

  /** Locks the counts until the unit of work ends. */
  async hold(modelId: string): Promise<void> {
    const update = this.database.updateTable('hub_model').set(({ ref }) => ({ image_count: ref('image_count') }));
    await update.where('id', '=', modelId).execute();
  }

  /** Must run inside a unit of work. @returns whether a count changed */
  async setImages({ versionId, modelId }: UsedVersion, images: number, ofModel: number): Promise<boolean> {
    const versionUpdate = this.database
      .updateTable('hub_version')
      .set({ image_count: images })
      .where('id', '=', versionId);
    const modelUpdate = this.database.updateTable('hub_model').set({ image_count: ofModel }).where('id', '=', modelId);
    const results = [
      await versionUpdate.where('image_count', '!=', images).executeTakeFirst(),
      await modelUpdate.where('image_count', '!=', ofModel).executeTakeFirst(),
    ];
    return results.some(({ numUpdatedRows }) => numUpdatedRows > 0n);
  }

  private get versions() {
    return this.database
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(['hub_version.id', 'hub_version.model_id', 'hub_version.hash', 'hub_model.kind']);
  }
}

type JoinedRow = Pick<Tables['hub_version'], 'id' | 'model_id' | 'hash'> & Pick<Tables['hub_model'], 'kind'>;

const usedVersionOf = ({ id, model_id, hash, kind }: JoinedRow): UsedVersion[] =>
  isCreditedKind(kind) ? [{ versionId: id, modelId: model_id, hash, kind }] : [];
