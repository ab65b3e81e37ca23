import { Injectable } from '@nestjs/common';
import { Inspection, KeptFiles } from '../../domain/drafts/desk.js';

/** What looks at files, and where they are kept. */
@Injectable()
export class Desk {
  constructor(
    readonly inspection: Inspection,
    readonly kept: KeptFiles,
  ) {}
}
