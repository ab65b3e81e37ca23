import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type HubModel, type Version, type VersionFile, Versions } from '../../domain/version.js';
import { isVisibleTo } from '../../domain/versions/visibility.js';

export interface Downloadable {
  readonly model: HubModel;
  readonly version: Version;
  /** In the order of their positions. */
  readonly files: readonly VersionFile[];
}

/** Finds what somebody may take along: what is published, and of what is not any more only its creator's own; visitors what is for everybody. */
@Injectable()
export class FindDownload {
  constructor(private readonly versions: Versions) {}

  /** @param askerId null for a visitor. @throws Rejection HUB_VERSION_NOT_FOUND, also for what they may not have */
  async run(versionId: string, askerId: string | null): Promise<Downloadable> {
    const version = await this.versions.byId(versionId);
    const model = version && (await this.versions.modelById(version.modelId));
    if (!model || !isFor(version, model, askerId)) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return { model, version, files: await this.versions.filesOf(versionId) };
  }
}

const isFor = ({ state }: Version, model: HubModel, askerId: string | null): boolean => {
  if (!isVisibleTo(askerId, model)) return false;
  switch (state) {
    case 'published':
      return true;
    case 'unpublished':
      return askerId === model.creatorId;
    case 'quarantined':
      return false;
    default:
      return state satisfies never;
  }
};
