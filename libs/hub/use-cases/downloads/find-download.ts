import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type HubModel, type Version, type VersionFile } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { canDownload } from '../../domain/versions/rights.js';

export interface Downloadable {
  readonly model: HubModel;
  readonly version: Version;
  /** Ordered by position. */
  readonly files: readonly VersionFile[];
}

/** Finds a version to download. Unpublished versions are only for their creator. */
@Injectable()
export class FindDownload {
  constructor(private readonly versions: Versions) {}

  /** @param viewerId null for a visitor. @throws Rejection HUB_VERSION_NOT_FOUND, also without access */
  async run(versionId: string, viewerId: string | null): Promise<Downloadable> {
    const version = await this.versions.byId(versionId);
    const model = version && (await this.versions.modelById(version.modelId));
    if (!model || !canDownload(viewerId, version.state, model)) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return { model, version, files: await this.versions.filesOf(versionId) };
  }
}
