import { Injectable } from '@nestjs/common';
import { IncomingFiles, KeptFiles } from '../../domain/drafts/desk.js';
import type { FilesLetGo } from '../../domain/drafts/events.js';

/** After the commit: what is rolled back loses nothing. */
@Injectable()
export class DropFiles {
  constructor(
    private readonly incoming: IncomingFiles,
    private readonly kept: KeptFiles,
  ) {}

  async run(gone: FilesLetGo['files']): Promise<void> {
    for (const { id, sha256 } of gone) {
      await this.incoming.drop(id);
      if (sha256 !== null) await this.kept.drop(sha256);
    }
  }
}
