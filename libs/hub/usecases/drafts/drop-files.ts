import { Injectable } from '@nestjs/common';
import { IncomingFiles, KeptFiles } from '../../domain/drafts/desk.js';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import type { FilesLetGo } from '../../domain/drafts/events.js';

const PICTURE = /\.(png|jpe?g|webp)$/i;

/** After the commit: what is rolled back loses nothing. */
@Injectable()
export class DropFiles {
  constructor(
    private readonly files: DraftFiles,
    private readonly incoming: IncomingFiles,
    private readonly kept: KeptFiles,
  ) {}

  async run(gone: FilesLetGo['files']): Promise<void> {
    for (const { id, path, sha256 } of gone) {
      await this.incoming.drop(id);
      // What is shown elsewhere may be the same: whoever sweeps knows all who need it.
      if (sha256 !== null && !PICTURE.test(path)) await this.kept.drop(sha256, () => this.files.isNeeded(sha256));
    }
  }
}
