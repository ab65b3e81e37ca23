import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Takes } from '../domain/takes.js';
import { QueueTake } from './queue-take.js';
import type { SampleRequest } from './sample-planner.js';

/** Puts samples into the line, for nobody's room. */
@Injectable()
export class SampleQueue {
  constructor(
    private readonly queueTake: QueueTake,
    private readonly takes: Takes,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns whether it is in the line; another node may have been first */
  async run(versionId: string, id: string, { prompt, settings }: SampleRequest): Promise<boolean> {
    const place = { id, roomId: versionId, authorId: versionId, writerIds: [], prompt, negative: '', settings };
    try {
      await this.unitOfWork.run(() => this.queueTake.run(place));
      return true;
    } catch {
      return (await this.takes.byId(id)) !== null;
    }
  }
}
