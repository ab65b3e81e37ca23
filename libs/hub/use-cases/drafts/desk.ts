import { Injectable } from '@nestjs/common';
import { Inspection, StoredFiles } from '../../domain/drafts/upload-ports.js';

/** What looks at files, and where they are kept. */
@Injectable()
export class Desk {
  constructor(
    readonly inspection: Inspection,
    readonly kept: StoredFiles,
  ) {}
}
