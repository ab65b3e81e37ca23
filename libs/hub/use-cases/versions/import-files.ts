import { Injectable } from '@nestjs/common';
import { UploadFiles } from '../../domain/drafts/upload-ports.js';
import type { Draft, DraftForm } from '../../domain/drafts.js';
import { BeginUpload } from '../drafts/begin-upload.js';
import { ChangeDraft } from '../drafts/change-draft.js';
import { NewDraft } from '../drafts/new-draft.js';
import { FinishLocalUpload } from './finish-local-upload.js';

/** A file of this machine. */
export interface LocalFile {
  /** In the folder, with forward slashes; a single file's name. */
  readonly path: string;
  readonly bytes: number;
  copyTo(path: string): Promise<void>;
}

export interface Brought {
  readonly form: DraftForm;
  /** A later version of this one. */
  readonly modelId: string | undefined;
  readonly files: readonly LocalFile[];
  readonly onFile?: (path: string) => void;
}

/** Puts files that lie on this machine into a draft, by the rules and checks of an upload. */
@Injectable()
export class ImportFiles {
  constructor(
    private readonly newDraft: NewDraft,
    private readonly change: ChangeDraft,
    private readonly begin: BeginUpload,
    private readonly incoming: UploadFiles,
    private readonly ending: FinishLocalUpload,
  ) {}

  /** @returns the draft, whose checks have begun. @throws Rejection as its parts; then there is no draft */
  async run(creatorId: string, { form, modelId, files, onFile }: Brought): Promise<Draft> {
    const draft = await this.newDraft.run(creatorId, { clientId: this.ending.nextId(), modelId });
    try {
      await this.change.fillIn(creatorId, draft.id, form);
      for (const file of files) {
        onFile?.(file.path);
        await this.bring(draft, file);
      }
      await this.change.ask(creatorId, draft.id);
      return draft;
    } catch (error) {
      await this.change.remove(creatorId, draft.id);
      throw error;
    }
  }

  /** What it was refused for has been told. */
  async giveUp({ id, creatorId }: Draft): Promise<void> {
    await this.change.remove(creatorId, id);
  }

  private async bring({ id: draftId, creatorId }: Draft, { path, bytes, copyTo }: LocalFile): Promise<void> {
    const id = this.ending.nextId();
    const announced = { id, draftId, path, bytes, sha256: null, at: this.ending.now() };
    await this.begin.run(creatorId, announced);
    await this.incoming.begin(id, bytes);
    await copyTo(this.incoming.pathOf(id));
    await this.ending.run({ id, path, draftId, creatorId });
  }
}
