import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Versions } from '../../storage/versions.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { type Download, SqlDownloadCounts } from '../../storage/downloads/sql-download-counts.js';

export type { Download };

/** Records downloads. A user counts once a day per version, on any number of nodes. */
@Injectable()
export class CountDownloads {
  constructor(
    private readonly counts: SqlDownloadCounts,
    private readonly versions: Versions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param downloads all of one version */
  async run(versionId: string, downloads: readonly Download[]): Promise<void> {
    const version = await this.versions.byId(versionId);
    if (!version) return;
    await this.unitOfWork.run(() => this.counts.add(versionId, downloads), [modelCacheTag(version.modelId)]);
  }

  /** @param day days since 1970, UTC */
  async forgetBefore(day: number): Promise<void> {
    await this.counts.forgetBefore(day);
  }
}
