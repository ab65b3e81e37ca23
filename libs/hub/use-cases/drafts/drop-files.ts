import { Injectable } from '@nestjs/common';
import { UploadFiles, StoredFiles } from '../../domain/drafts/upload-ports.js';
import type { DraftFilesRemoved } from '../../domain/drafts/events.js';

/** After the commit: what is rolled back loses nothing. */
@Injectable()
export class DropFiles {
  constructor(
    private readonly incoming: UploadFiles,
    private readonly kept: StoredFiles,
  ) {}

  async run(gone: DraftFilesRemoved['files']): Promise<void> {
    for (const { id, sha256 } of gone) {
      await this.incoming.drop(id);
      if (sha256 !== null) await this.kept.drop(sha256);
    }
  }
}
