import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { UploadFiles, Inspection, StoredFiles } from '../../domain/drafts/upload-ports.js';
import type { Checksums } from '../../domain/drafts/draft-files.js';

/** For one file out of an archive. */
export interface Unpacked extends Checksums {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

/** Looks at what came out of an archive as at what was uploaded. */
@Injectable()
export class InspectExtractedFile {
  constructor(
    private readonly inspection: Inspection,
    private readonly incoming: UploadFiles,
    private readonly kept: StoredFiles,
  ) {}

  /** @throws Rejection with why it is refused */
  async run(
    { id, path, sha256 }: Unpacked,
    signal: AbortSignal,
    use: (isKnown: boolean) => Promise<void>,
  ): Promise<void> {
    const byName = this.inspection.byName(path);
    if (byName) throw new Rejection(byName.code, byName.detail);
    const from = this.incoming.pathOf(id);
    const looked = await this.inspection.file(from, path, signal);
    if (!looked.ok) throw new Rejection(looked.refusal.code, looked.refusal.detail);
    await this.kept.store(from, sha256, use);
  }
}
