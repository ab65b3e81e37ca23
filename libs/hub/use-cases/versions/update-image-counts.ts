import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import type { ModelFileRef } from '../../domain/model-credits.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { SqlVersionImageCounts, type UsedVersion } from '../../storage/versions/sql-version-image-counts.js';

type Count = (files: readonly ModelFileRef[]) => Promise<number>;

/** Updates the numbers of images that were made with versions and models. */
@Injectable()
export class UpdateImageCounts {
  constructor(
    private readonly versionImageCounts: SqlVersionImageCounts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Recounts instead of adding a difference, so that repeated or late calls are correct.
   * @param files what added or removed images were made with, by whole hashes or prefixes
   * @param count counts the images made with any of the files, each once
   */
  async run(files: readonly ModelFileRef[], count: Count): Promise<void> {
    for (const version of await this.versionImageCounts.ofFiles(files)) await this.recount(version, count);
  }

  /** After versions of a model were added or removed. */
  async recountModel(modelId: string, count: Count): Promise<void> {
    const [version] = await this.versionImageCounts.ofModel(modelId);
    if (version) await this.recount(version, count);
  }

  private async recount(version: UsedVersion, count: Count): Promise<void> {
    // Warms caches before the lock is taken.
    await count(await this.versionImageCounts.ofModel(version.modelId));
    await this.unitOfWork.run(async () => {
      // Counted under the lock: of two nodes, the later one sees the other's images.
      await this.versionImageCounts.hold(version.modelId);
      const images = await count([version]);
      // An image made with two versions counts once for the model.
      const versions = await this.versionImageCounts.ofModel(version.modelId);
      const ofModel = versions.length > 1 ? await count(versions) : images;
      if (!(await this.versionImageCounts.setImages(version, images, ofModel))) return;
      this.unitOfWork.invalidate(modelCacheTag(version.modelId));
      this.unitOfWork.publish(new ModelCountsChanged(version.modelId));
    });
  }
}
