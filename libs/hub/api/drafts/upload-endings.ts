import { Injectable } from '@nestjs/common';
import { ChangeDraft } from '../../use-cases/drafts/change-draft.js';
import { FinishUpload } from '../../use-cases/drafts/finish-upload.js';
import { RecordRejectedFile } from '../../use-cases/drafts/record-rejected-file.js';

/** How uploads end: whole, given up, or refused before they begin. */
@Injectable()
export class UploadEndings {
  constructor(
    readonly end: FinishUpload,
    readonly change: ChangeDraft,
    readonly turnAway: RecordRejectedFile,
  ) {}
}
