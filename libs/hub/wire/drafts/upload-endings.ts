import { Injectable } from '@nestjs/common';
import { ChangeDraft } from '../../usecases/drafts/change-draft.js';
import { EndUpload } from '../../usecases/drafts/end-upload.js';

/** How uploads end: whole, or given up. */
@Injectable()
export class UploadEndings {
  constructor(
    readonly end: EndUpload,
    readonly change: ChangeDraft,
  ) {}
}
