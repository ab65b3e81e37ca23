import { Injectable } from '@nestjs/common';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { needsThumbnail, type Sample } from '../../domain/samples.js';
import { Samples } from '../../storage/samples/sql-samples.js';
import { SampleFiles } from '../../storage/samples/sample-files.js';

/** Makes and stores thumbnails of samples when they are first shown. */
@Injectable()
export class SampleThumbnail {
  /** Single flight per sample on this node. */
  private readonly inFlight = new Map<string, Promise<string>>();

  constructor(
    private readonly samples: Samples,
    private readonly files: SampleFiles,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns the blob key of the thumbnail; of the full image if the thumbnail can't be made now */
  async keyOf(sample: Sample): Promise<string> {
    if (!needsThumbnail(sample)) return sample.sha256;
    if (sample.thumbnailSha256 !== null) return sample.thumbnailSha256;
    const running = this.inFlight.get(sample.id);
    if (running) return running;
    const creation = this.create(sample).finally(() => this.inFlight.delete(sample.id));
    this.inFlight.set(sample.id, creation);
    return creation;
  }

  private async create({ id, sha256 }: Sample): Promise<string> {
    try {
      const thumbnail = await this.files.thumbnailOf(sha256);
      if (thumbnail === null) return sha256;
      return await this.files.hold(thumbnail, async (key) => {
        await this.unitOfWork.run(() => this.samples.setThumbnail(id, key));
        return key;
      });
    } catch (error) {
      if (isRejection(error)) return sha256;
      throw error;
    }
  }
}
