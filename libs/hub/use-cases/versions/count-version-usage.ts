import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { VersionUsageRegistry, type VersionUsage } from '../../domain/version-usage.js';
import { Versions } from '../../domain/version.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { type ModelActor, requireModifyRight } from '../../domain/versions/rights.js';

/** What would miss a model or one of its versions: shown before it is taken back. */
@Injectable()
export class CountVersionUsage {
  constructor(
    private readonly versions: Versions,
    private readonly pages: HubPages,
    private readonly counts: VersionUsageRegistry,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND, HUB_VERSION_NOT_FOUND, HUB_NOT_CREATOR */
  async run(
    who: ModelActor,
    modelId: string,
    versionId: string | undefined,
  ): Promise<VersionUsage & { readonly drafts: number }> {
    requireModifyRight(who, await this.versions.modelById(modelId));
    const all = await this.pages.ofModel(modelId);
    const going = all.filter(({ id }) => versionId === undefined || id === versionId);
    if (versionId !== undefined && going.length === 0) throw new Rejection('HUB_VERSION_NOT_FOUND');
    const counted = await this.counts.of({
      useIds: going.map(({ useId }) => useId),
      hashes: going.map(({ hash }) => hash),
    });
    // Later versions miss the model, not one that came before them.
    return { ...counted, drafts: going.length === all.length ? await this.pages.draftsFor(modelId) : 0 };
  }
}
