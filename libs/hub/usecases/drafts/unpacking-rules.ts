import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { MayUpload } from './may-upload.js';

/** The rules for files that come out of archives are those for files that come by themselves. */
@Injectable()
export class UnpackingRules {
  constructor(
    private readonly may: MayUpload,
    private readonly clock: Clock,
    private readonly rows: DraftRows,
  ) {}

  requirePlace(...[path, others]: Parameters<MayUpload['requirePlace']>): void {
    this.may.requirePlace(path, others);
  }

  requireSpace(makerId: string, bytes: number): Promise<void> {
    return this.may.requireSpace(makerId, bytes);
  }

  /** What is about to be proposed as its name. */
  cameAs(draftId: string, name: string): Promise<void> {
    return this.rows.propose(draftId, { name });
  }

  now(): number {
    return this.clock.now();
  }
}
