import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import type { Draft, DraftForm } from '../../domain/drafts.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { DraftsService } from '../drafts/drafts.service.js';
import { UploadsService } from '../drafts/uploads.service.js';

export interface LocalFile {
  /** Path in the folder, with forward slashes; the name of a single file. */
  readonly path: string;
  readonly bytes: number;
  copyTo(path: string): Promise<void>;
}

export interface ImportInput {
  readonly form: DraftForm;
  /** The model that gets a new version. */
  readonly modelId: string | undefined;
  readonly files: readonly LocalFile[];
  readonly onFile?: (path: string) => void;
}

/** Imports local files into a draft, under the rules and checks of an upload. */
@Injectable()
export class ImportFiles {
  constructor(
    private readonly drafts: DraftsService,
    private readonly uploads: UploadsService,
    private readonly uploadFiles: UploadFiles,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Removes the draft on any error. @returns the draft, with its check requested. @throws Rejection as DraftsService and UploadsService */
  async run(creatorId: string, { form, modelId, files, onFile }: ImportInput): Promise<Draft> {
    const draft = await this.drafts.create(creatorId, { clientId: this.ids.next(), modelId });
    try {
      await this.drafts.setForm(creatorId, draft.id, form);
      for (const file of files) {
        onFile?.(file.path);
        await this.importFile(draft, file);
      }
      await this.drafts.requestCheck(creatorId, draft.id);
      return draft;
    } catch (error) {
      await this.drafts.remove(creatorId, draft.id);
      throw error;
    }
  }

  async discard({ id, creatorId }: Draft): Promise<void> {
    await this.drafts.remove(creatorId, id);
  }

  private async importFile({ id: draftId, creatorId }: Draft, { path, bytes, copyTo }: LocalFile): Promise<void> {
    const id = this.ids.next();
    await this.uploads.begin(creatorId, { id, draftId, path, bytes, sha256: null, at: this.clock.now() });
    await this.uploadFiles.begin(id, bytes);
    await copyTo(this.uploadFiles.pathOf(id));
    await this.uploads.finish({ id, path, draftId, creatorId });
  }
}
