import { Injectable } from '@nestjs/common';
import { ChangeDraft } from '../../usecases/drafts/change-draft.js';
import { EndUpload } from '../../usecases/drafts/end-upload.js';
import { NoteTurnedAway } from '../../usecases/drafts/note-turned-away.js';

/** How uploads end: whole, given up, or refused before they begin. */
@Injectable()
export class UploadEndings {
  constructor(
    readonly end: EndUpload,
    readonly change: ChangeDraft,
    readonly turnAway: NoteTurnedAway,
  ) {}
}
