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
    if (sample.smallSha256 !== null) return sample.smallSha256;
    const running = this.inFlight.get(sample.id);
    if (running) return running;
    const made = this.make(sample).finally(() => this.inFlight.delete(sample.id));
    this.inFlight.set(sample.id, made);
    return made;
  }

  private async make({ id, sha256 }: Sample): Promise<string> {
    try {
      const small = await this.files.smallOf(sha256);
      if (small === null) return sha256;
      return await this.files.hold(small, async (key) => {
        await this.unitOfWork.run(() => this.samples.setSmall(id, key));
        return key;
      });
    } catch (error) {
      if (isRejection(error)) return sha256;
      throw error;
    }
  }
}
