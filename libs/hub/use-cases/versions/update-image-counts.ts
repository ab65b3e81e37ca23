import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { ModelFileRef } from '../../domain/model-credits.js';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { modelCacheTag } from '../../domain/versions/cache-tags.js';
import { type UsedVersion, VersionImageCounts } from '../../domain/versions/uses.js';

type Count = (made: readonly ModelFileRef[]) => Promise<number>;

/** For whoever shows images: how many were made with what is published here. */
@Injectable()
export class UpdateImageCounts {
  constructor(
    private readonly versionImageCounts: VersionImageCounts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Counts anew rather than one more or less: said twice, or late, it is still right.
   * @param made what images that came or went were made with, whole hashes or their first digits
   * @param count how many images were made with any of these, each once, by whole hashes
   */
  async run(made: readonly ModelFileRef[], count: Count): Promise<void> {
    for (const version of await this.versionImageCounts.ofFiles(made)) await this.one(version, count);
  }

  /** Versions of it came or went. */
  async again(modelId: string, count: Count): Promise<void> {
    const [version] = await this.versionImageCounts.ofModel(modelId);
    if (version) await this.one(version, count);
  }

  private async one(version: UsedVersion, count: Count): Promise<void> {
    // What is slow the first time is known by then, while nobody waits for it.
    await count(await this.versionImageCounts.ofModel(version.modelId));
    await this.unitOfWork.run(async () => {
      // Counted once it is held: of two nodes that count at once the later one has seen what the other did.
      await this.versionImageCounts.hold(version.modelId);
      const images = await count([version]);
      // Whoever uses two versions of it in one image has made one.
      const all = await this.versionImageCounts.ofModel(version.modelId);
      const ofModel = all.length > 1 ? await count(all) : images;
      if (!(await this.versionImageCounts.setImages(version, images, ofModel))) return;
      this.unitOfWork.invalidate(modelCacheTag(version.modelId));
      this.unitOfWork.publish(new ModelCountsChanged(version.modelId));
    });
  }
}
