import { Injectable } from '@nestjs/common';
import { Ids, Rejection } from '@visionary/kernel';
import { type ArchiveEntry, Archives, UploadFiles, type OpenedArchive } from '../../domain/drafts/upload-ports.js';
import type { DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { planUnpacking } from '../../domain/drafts/plan-unpacking.js';
import { StoreExtractedFiles } from './store-extracted-files.js';

/** What a single archive may list: those that are left out count, too. */
const ENTRIES_PER_FILE = 4;

/** An archive becomes its files. Each is written by its content's hash, never by its name: nothing can lead out of a folder. */
@Injectable()
export class UnpackArchive {
  constructor(
    private readonly archives: Archives,
    private readonly incoming: UploadFiles,
    private readonly limits: DraftLimits,
    private readonly ids: Ids,
    private readonly storeExtractedFiles: StoreExtractedFiles,
  ) {}

  /** @throws Rejection with why the archive, or which of its files, is refused; nothing of it is left then */
  async run(archive: DraftFileForWork, holder: string, signal: AbortSignal): Promise<void> {
    try {
      await this.unpack(archive, signal);
    } catch (error) {
      // Where it was only cut short, the next turn goes on from what is there.
      if (!signal.aborted) await this.storeExtractedFiles.forget(archive);
      throw error;
    }
    await this.storeExtractedFiles.finish(archive, holder);
    await this.incoming.drop(archive.id);
  }

  private async unpack(archive: DraftFileForWork, signal: AbortSignal): Promise<void> {
    const { filesPerDraft, fileBytes, quotaBytes, pathLength } = this.limits;
    const opened = await this.archives.open(this.incoming.pathOf(archive.id), filesPerDraft * ENTRIES_PER_FILE);
    try {
      const limits = { files: filesPerDraft, fileBytes, totalBytes: quotaBytes, pathLength };
      const plan = planUnpacking(opened.entries, limits);
      if (!plan.ok) throw new Rejection(plan.refusal.code, plan.refusal.detail);
      await this.storeExtractedFiles.requireRoom(archive, plan.files);
      for (const { entry, path } of plan.files) {
        signal.throwIfAborted();
        await this.one(archive, opened, entry, path, signal);
      }
    } finally {
      opened.close();
    }
  }

  private async one(
    archive: DraftFileForWork,
    opened: OpenedArchive,
    entry: ArchiveEntry,
    path: string,
    signal: AbortSignal,
  ): Promise<void> {
    const id = this.ids.next();
    try {
      const sums = await opened.extract(entry, id, signal);
      await this.storeExtractedFiles.one(archive, { id, path, bytes: entry.bytes, ...sums }, signal);
    } finally {
      await this.incoming.drop(id);
    }
  }
}
