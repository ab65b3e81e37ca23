import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { Made } from '../../domain/credits.js';
import { ModelCountsMoved } from '../../domain/talk/events.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { Uses } from '../../domain/versions/uses.js';

/** For whoever shows pictures: how many were made with what is published here. */
@Injectable()
export class CountUses {
  constructor(
    private readonly uses: Uses,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Counts anew rather than one more or less: said twice, or late, it is still right.
   * @param made what pictures that came or went were made with, whole hashes or their first digits
   * @param count how many pictures there are, by a whole hash
   */
  async run(made: readonly Made[], count: (made: Made) => Promise<number>): Promise<void> {
    for (const version of await this.uses.ofFiles(made)) {
      const pictures = await count(version);
      await this.unitOfWork.run(async () => {
        if (!(await this.uses.setPictures(version, pictures))) return;
        this.unitOfWork.touch(hubSubject(version.modelId));
        this.unitOfWork.announce(new ModelCountsMoved(version.modelId));
      });
    }
  }
}
