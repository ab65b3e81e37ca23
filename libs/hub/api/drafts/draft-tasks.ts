import { Injectable } from '@nestjs/common';
import type { DraftFileForWork } from '../../domain/drafts/draft-files.js';
import type { Draft } from '../../domain/drafts.js';
import { DraftCheckTask } from './draft-check-task.js';
import { FileInspectionTask } from './file-inspection-task.js';
import { WorkLeases } from './work-leases.js';

/** What there is to do for drafts; each thing is done by one node at a time. */
@Injectable()
export class DraftTasks {
  constructor(
    private readonly fileInspectionTask: FileInspectionTask,
    private readonly draftCheckTask: DraftCheckTask,
    private readonly turns: WorkLeases,
  ) {}

  files(atMost: number): Promise<readonly DraftFileForWork[]> {
    return this.fileInspectionTask.waiting(atMost);
  }

  drafts(atMost: number): Promise<readonly Draft[]> {
    return this.draftCheckTask.waiting(atMost);
  }

  /** @returns whether it was this node's to do */
  async takeIn(file: DraftFileForWork): Promise<boolean> {
    if (!(await this.fileInspectionTask.isHere(file))) return false;
    return this.turns.run(this.fileInspectionTask.takerOf(file));
  }

  check(draft: Draft): Promise<boolean> {
    return this.turns.run(this.draftCheckTask.takerOf(draft));
  }
}
