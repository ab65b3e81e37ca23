import { Injectable } from '@nestjs/common';
import type { FileInWork } from '../../domain/drafts/draft-files.js';
import type { Draft } from '../../domain/drafts.js';
import { CheckWork } from './check-work.js';
import { FileWork } from './file-work.js';
import { TurnsAtWork } from './turns-at-work.js';

/** What there is to do for drafts; each thing is done by one node at a time. */
@Injectable()
export class DraftJobs {
  constructor(
    private readonly fileWork: FileWork,
    private readonly checkWork: CheckWork,
    private readonly turns: TurnsAtWork,
  ) {}

  files(atMost: number): Promise<readonly FileInWork[]> {
    return this.fileWork.waiting(atMost);
  }

  drafts(atMost: number): Promise<readonly Draft[]> {
    return this.checkWork.waiting(atMost);
  }

  /** @returns whether it was this node's to do */
  async takeIn(file: FileInWork): Promise<boolean> {
    if (!(await this.fileWork.isHere(file))) return false;
    return this.turns.run(this.fileWork.takerOf(file));
  }

  check(draft: Draft): Promise<boolean> {
    return this.turns.run(this.checkWork.takerOf(draft));
  }
}
