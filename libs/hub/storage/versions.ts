import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type HubModel, type Version, type VersionFile } from '../domain/version.js';
import { identicalVersion, type IdenticalVersion } from './versions/identical-version.js';
import { modelOf, versionOf } from './rows.js';

/** Port: reads models and versions. */
@Injectable()
export class Versions {
  constructor(private readonly database: Database) {}

  async modelById(modelId: string): Promise<HubModel | null> {
    return (await this.modelsByIds([modelId]))[0] ?? null;
  }

  async modelsByIds(modelIds: readonly string[]): Promise<HubModel[]> {
    if (modelIds.length === 0) return [];
    const rows = this.database
      .selectFrom('hub_model')
      .selectAll()
      .where('id', 'in', [...new Set(modelIds)]);
    return (await rows.execute()).map(modelOf);
  }

  async byId(versionId: string): Promise<Version | null> {
    const row = await this.versions.where('id', '=', versionId).executeTakeFirst();
    return row ? versionOf(row) : null;
  }

  /** A version with these files that this user may see. */
  async withFiles(hash: string, viewerId: string): Promise<IdenticalVersion | null> {
    const version = await identicalVersion(this.database, hash, viewerId);
    return version?.isVisible ? version : null;
  }

  async countPublished(creatorId: string): Promise<number> {
    const counted = await this.database
      .selectFrom('hub_version')
      .innerJoin('hub_model', 'hub_model.id', 'hub_version.model_id')
      .select(({ fn }) => fn.countAll<number>().as('versions'))
      .where('hub_model.creator_id', '=', creatorId)
      .where('hub_version.state', '=', 'published')
      .executeTakeFirstOrThrow();
    return Number(counted.versions);
  }

  async byUseId(useId: string): Promise<Version | null> {
    const row = await this.versions.where('version_ref', '=', useId).executeTakeFirst();
    return row ? versionOf(row) : null;
  }

  /** All states, newest first. */
  async ofModel(modelId: string): Promise<Version[]> {
    const rows = this.versions.where('model_id', '=', modelId).orderBy('at', 'desc').orderBy('id', 'desc');
    return (await rows.execute()).map(versionOf);
  }

  /** Ordered by path. */
  async filesOf(versionId: string): Promise<VersionFile[]> {
    const rows = this.database.selectFrom('hub_file').selectAll().where('version_id', '=', versionId);
    return (await rows.orderBy('position').execute()).map(({ path, sha256, weights_hash, bytes, crc32 }) => ({
      path,
      sha256,
      weightsHash: weights_hash,
      bytes: Number(bytes),
      crc32: Number(crc32),
    }));
  }

  private get versions() {
    return this.database.selectFrom('hub_version').selectAll();
  }
}
