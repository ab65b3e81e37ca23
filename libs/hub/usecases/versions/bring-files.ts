import { Injectable } from '@nestjs/common';
import { IncomingFiles } from '../../domain/drafts/desk.js';
import type { Draft, DraftForm } from '../../domain/drafts.js';
import { BeginUpload } from '../drafts/begin-upload.js';
import { ChangeDraft } from '../drafts/change-draft.js';
import { NewDraft } from '../drafts/new-draft.js';
import { EndBrought } from './end-brought.js';

/** A file of this machine. */
export interface FileAtHand {
  /** In the folder, with forward slashes; a single file's name. */
  readonly path: string;
  readonly bytes: number;
  copyTo(path: string): Promise<void>;
}

export interface Brought {
  readonly form: DraftForm;
  /** A later version of this one. */
  readonly modelId: string | undefined;
  readonly files: readonly FileAtHand[];
  readonly onFile?: (path: string) => void;
}

/** Puts files that lie on this machine into a draft, by the rules and checks of an upload. */
@Injectable()
export class BringFiles {
  constructor(
    private readonly newDraft: NewDraft,
    private readonly change: ChangeDraft,
    private readonly begin: BeginUpload,
    private readonly incoming: IncomingFiles,
    private readonly ending: EndBrought,
  ) {}

  /** @returns the draft, whose checks have begun. @throws Rejection as its parts; then there is no draft */
  async run(makerId: string, { form, modelId, files, onFile }: Brought): Promise<Draft> {
    const draft = await this.newDraft.run(makerId, { clientId: this.ending.nextId(), modelId });
    try {
      await this.change.fillIn(makerId, draft.id, form);
      for (const file of files) {
        onFile?.(file.path);
        await this.bring(draft, file);
      }
      await this.change.ask(makerId, draft.id);
      return draft;
    } catch (error) {
      await this.change.remove(makerId, draft.id);
      throw error;
    }
  }

  /** What it was refused for has been told. */
  async giveUp({ id, makerId }: Draft): Promise<void> {
    await this.change.remove(makerId, id);
  }

  private async bring({ id: draftId, makerId }: Draft, { path, bytes, copyTo }: FileAtHand): Promise<void> {
    const id = this.ending.nextId();
    const announced = { id, draftId, path, bytes, sha256: null, at: this.ending.now() };
    await this.begin.run(makerId, announced);
    await this.incoming.begin(id, bytes);
    await copyTo(this.incoming.pathOf(id));
    await this.ending.run({ id, path, draftId, makerId });
  }
}
