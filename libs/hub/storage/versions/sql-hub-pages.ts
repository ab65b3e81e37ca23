import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Review } from '../../domain/feedback/reviews.js';
import type { Version, VersionFile } from '../../domain/version.js';
import { toVersionSummary, VERSION_COLUMNS } from '../rows.js';

/** Reads for pages. One query per call. Versions come without `renderFacts`, which are large. */
@Injectable()
export class HubPages {
  constructor(private readonly database: Database) {}

  /** In no particular order. */
  async versionsByIds(ids: readonly string[]): Promise<Version[]> {
    if (ids.length === 0) return [];
    return (await this.versions.where('id', 'in', ids).execute()).map(toVersionSummary);
  }

  /** All states, newest first. */
  async ofModel(modelId: string): Promise<Version[]> {
    const rows = this.versions.where('model_id', '=', modelId).orderBy('at', 'desc').orderBy('id', 'desc');
    return (await rows.execute()).map(toVersionSummary);
  }

  /** The newest version of each model in any state. */
  async newestOf(modelIds: readonly string[]): Promise<Version[]> {
    if (modelIds.length === 0) return [];
    const rows = this.versions.where('model_id', 'in', modelIds);
    const versions = (await rows.orderBy('at').orderBy('id').execute()).map(toVersionSummary);
    return [...new Map(versions.map((version) => [version.modelId, version])).values()];
  }

  async filesOf(versionIds: readonly string[]): Promise<ReadonlyMap<string, readonly VersionFile[]>> {
    if (versionIds.length === 0) return new Map();
    const rows = this.database.selectFrom('hub_file').selectAll().where('version_id', 'in', versionIds);
    const byVersion = Map.groupBy(await rows.orderBy('position').execute(), ({ version_id }) => version_id);
    return new Map(
      [...byVersion].map(([id, files]) => [
        id,
        files.map(({ path, sha256, weights_hash, bytes, crc32 }) => ({
          path,
          sha256,
          weightsHash: weights_hash,
          bytes: Number(bytes),
          crc32: Number(crc32),
        })),
      ]),
    );
  }

  async reviewBy(userId: string, modelId: string): Promise<Pick<Review, 'stars' | 'text'> | null> {
    const reviews = this.database
      .selectFrom('hub_review')
      .select(['stars', 'text'])
      .where('hidden_at', 'is', null)
      .where('user_id', '=', userId);
    return (await reviews.where('model_id', '=', modelId).executeTakeFirst()) ?? null;
  }

  /** Number of drafts of a later version. */
  async draftsFor(modelId: string): Promise<number> {
    const { drafts } = await this.database
      .selectFrom('hub_draft')
      .select(({ fn }) => fn.countAll<number>().as('drafts'))
      .where('model_id', '=', modelId)
      .where('state', '!=', 'published')
      .executeTakeFirstOrThrow();
    return Number(drafts);
  }

  private get versions() {
    return this.database.selectFrom('hub_version').select(VERSION_COLUMNS);
  }
}
