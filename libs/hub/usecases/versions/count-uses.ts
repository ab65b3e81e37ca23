import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { Made } from '../../domain/credits.js';
import { ModelCountsMoved } from '../../domain/talk/events.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { type UsedVersion, Uses } from '../../domain/versions/uses.js';

type Count = (made: readonly Made[]) => Promise<number>;

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
   * @param count how many pictures were made with any of these, each once, by whole hashes
   */
  async run(made: readonly Made[], count: Count): Promise<void> {
    for (const version of await this.uses.ofFiles(made)) await this.one(version, count);
  }

  /** Versions of it came or went. */
  async again(modelId: string, count: Count): Promise<void> {
    const [version] = await this.uses.ofModel(modelId);
    if (version) await this.one(version, count);
  }

  private async one(version: UsedVersion, count: Count): Promise<void> {
    // What is slow the first time is known by then, while nobody waits for it.
    await count(await this.uses.ofModel(version.modelId));
    await this.unitOfWork.run(async () => {
      // Counted once it is held: of two nodes that count at once the later one has seen what the other did.
      await this.uses.hold(version.modelId);
      const pictures = await count([version]);
      // Whoever uses two versions of it in one picture has made one.
      const all = await this.uses.ofModel(version.modelId);
      const ofModel = all.length > 1 ? await count(all) : pictures;
      if (!(await this.uses.setPictures(version, pictures, ofModel))) return;
      this.unitOfWork.touch(hubSubject(version.modelId));
      this.unitOfWork.announce(new ModelCountsMoved(version.modelId));
    });
  }
}
