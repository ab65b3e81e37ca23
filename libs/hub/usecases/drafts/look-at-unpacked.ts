import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { IncomingFiles, Inspection, KeptFiles } from '../../domain/drafts/desk.js';
import type { Sums } from '../../domain/drafts/draft-files.js';

/** For one file out of an archive. */
export interface Unpacked extends Sums {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

/** Looks at what came out of an archive as at what was uploaded. */
@Injectable()
export class LookAtUnpacked {
  constructor(
    private readonly inspection: Inspection,
    private readonly incoming: IncomingFiles,
    private readonly kept: KeptFiles,
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
    await this.kept.keep(from, sha256, use);
  }
}
