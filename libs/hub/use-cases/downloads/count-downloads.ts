import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { type Download, DownloadCounts } from '../../domain/downloads/download-counts.js';
import { Versions } from '../../domain/version.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';

/** Writes down who took what along: once for each of them and day, however often it is said and on however many nodes. */
@Injectable()
export class CountDownloads {
  constructor(
    private readonly counts: DownloadCounts,
    private readonly versions: Versions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** All of one version; one short transaction. */
  async run(versionId: string, downloads: readonly Download[]): Promise<void> {
    const version = await this.versions.byId(versionId);
    if (!version) return;
    await this.unitOfWork.run(() => this.counts.add(versionId, downloads), [modelCacheTag(version.modelId)]);
  }

  async forgetBefore(day: number): Promise<void> {
    await this.counts.forgetBefore(day);
  }
}
