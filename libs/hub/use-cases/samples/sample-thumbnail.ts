import { Injectable } from '@nestjs/common';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { SampleFiles } from '../../domain/samples/sample-files.js';
import { type Sample, Samples } from '../../domain/samples/samples.js';
import { needsThumbnail } from '../../domain/samples/small.js';

/** Samples as large as lists show them: made when a list shows one first, and kept. */
@Injectable()
export class SampleThumbnail {
  /** Those that this node makes now: a page asks for many at once, and many ask for one page. */
  private readonly making = new Map<string, Promise<string>>();

  constructor(
    private readonly samples: Samples,
    private readonly files: SampleFiles,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns the key of its file; of the large one where there is no time to make it smaller */
  async keyOf(sample: Sample): Promise<string> {
    if (!needsThumbnail(sample)) return sample.sha256;
    if (sample.smallSha256 !== null) return sample.smallSha256;
    const known = this.making.get(sample.id);
    if (known) return known;
    const made = this.make(sample).finally(() => this.making.delete(sample.id));
    this.making.set(sample.id, made);
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
