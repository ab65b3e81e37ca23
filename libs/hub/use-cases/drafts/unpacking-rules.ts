import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftUploadRights } from './draft-upload-rights.js';

/** The rules for files that come out of archives are those for files that come by themselves. */
@Injectable()
export class UnpackingRules {
  constructor(
    private readonly may: DraftUploadRights,
    private readonly clock: Clock,
    private readonly rows: DraftRepository,
  ) {}

  requirePlace(...[path, others]: Parameters<DraftUploadRights['requirePlace']>): void {
    this.may.requirePlace(path, others);
  }

  requireSpace(creatorId: string, bytes: number): Promise<void> {
    return this.may.requireSpace(creatorId, bytes);
  }

  /** What is about to be proposed as its name. */
  archiveName(draftId: string, name: string): Promise<void> {
    return this.rows.propose(draftId, { name });
  }

  now(): number {
    return this.clock.now();
  }
}
