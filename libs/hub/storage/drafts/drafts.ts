import { Injectable } from '@nestjs/common';
import { Jobs } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import {
  type Draft,
  type DraftFile,
  type DraftForm,
  type RecognizedDraftFile,
  type RejectedFile,
  CHECK_DRAFT,
  type NewDraftRow,
  type DraftCheckResult,
} from '../../domain/drafts.js';
import { draftFileOf, draftOf } from '../rows.js';

const UNCHECKED = { file_metadata: null, render_metadata: null, rejection: null, hash: null } as const;

/** Drafts and the state of their check. */
@Injectable()
export class Drafts {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  private get drafts() {
    return this.database.selectFrom('hub_draft').selectAll();
  }

  async byId(id: string): Promise<Draft | null> {
    const row = await this.draftRow(id).executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async filesOf(draftId: string): Promise<DraftFile[]> {
    const rows = this.database.selectFrom('hub_draft_file').selectAll().where('draft_id', '=', draftId);
    return (await rows.orderBy('path').execute()).map(draftFileOf);
  }

  /** Locks the draft until the unit of work ends. */
  async lock(id: string): Promise<Draft | null> {
    const row = await this.database.forUpdate(this.draftRow(id)).executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  /** The files move to the version. */
  async markPublished(id: string, versionId: string, at: number): Promise<void> {
    const changes = { state: 'published' as const, version_id: versionId, changed_at: at };
    await this.database.updateTable('hub_draft').set(changes).where('id', '=', id).execute();
    await this.database.deleteFrom('hub_draft_file').where('draft_id', '=', id).execute();
  }

  async add({ id, creatorId, clientId, modelId, createdAt }: NewDraftRow): Promise<void> {
    const row = {
      id,
      creator_id: creatorId,
      client_id: clientId,
      model_id: modelId,
      state: 'empty' as const,
      form: '{}',
      suggested_form: '{}',
      rejected_files: null,
      recognized_files: null,
      ...UNCHECKED,
      created_at: createdAt,
      changed_at: createdAt,
      version_id: null,
    };
    await this.database.insertInto('hub_draft').values(row).execute();
  }

  async byClientId(creatorId: string, clientId: string): Promise<Draft | null> {
    const row = await this.drafts
      .where('creator_id', '=', creatorId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  /** Unpublished drafts, newest first. */
  async ofCreator(creatorId: string): Promise<Draft[]> {
    return (await this.allOfCreator(creatorId)).filter(({ state }) => state !== 'published');
  }

  /** Includes published drafts. */
  async allOfCreator(creatorId: string): Promise<Draft[]> {
    const rows = this.drafts.where('creator_id', '=', creatorId).orderBy('changed_at', 'desc').orderBy('id', 'desc');
    return (await rows.execute()).map(draftOf);
  }

  /** A draft for the same model that holds nothing but rejected files. */
  async findAbandoned(creatorId: string, modelId: string | null): Promise<Draft | null> {
    const row = await this.withRejectedFilesOnly()
      .where('creator_id', '=', creatorId)
      .where('model_id', modelId === null ? 'is' : '=', modelId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  /** Resets an abandoned draft for reuse. */
  async reset(id: string, clientId: string, at: number): Promise<void> {
    await this.change(id)
      .set({ client_id: clientId, suggested_form: '{}', rejected_files: null, created_at: at, changed_at: at })
      .execute();
  }

  async setForm(id: string, form: DraftForm, at: number): Promise<void> {
    await this.change(id)
      .set({ form: JSON.stringify(form), changed_at: at })
      .execute();
  }

  async setSuggestedForm(id: string, suggestedForm: DraftForm): Promise<void> {
    await this.change(id)
      .set({ suggested_form: JSON.stringify(suggestedForm) })
      .execute();
  }

  /** Discards the check of the draft and ends a running one. */
  async discardCheck(id: string, at: number): Promise<void> {
    const file = this.database.selectFrom('hub_draft_file').select('id').where('draft_id', '=', id).limit(1);
    const state = (await file.executeTakeFirst()) ? ('uploading' as const) : ('empty' as const);
    await this.change(id)
      .set({ state, ...UNCHECKED, changed_at: at })
      .execute();
    await this.jobs.remove(CHECK_DRAFT, id);
    // A stored file may be valid beside other files.
    await this.database
      .updateTable('hub_draft_file')
      .set({ state: 'checked', rejection: null })
      .where('draft_id', '=', id)
      .where('state', '=', 'rejected')
      .where('sha256', 'is not', null)
      .execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database
      .deleteFrom('hub_draft_file')
      .where('draft_id', 'in', [...ids])
      .execute();
    await this.database
      .deleteFrom('hub_draft')
      .where('id', 'in', [...ids])
      .execute();
  }

  /** Adds the job of the check. */
  async requestCheck(id: string, at: number): Promise<void> {
    await this.change(id).set({ state: 'checking', rejection: null, changed_at: at }).execute();
    await this.jobs.add(CHECK_DRAFT, id);
  }

  async settle(id: string, result: DraftCheckResult, at: number): Promise<void> {
    await this.change(id)
      .set({ ...columnsOf(result), changed_at: at })
      .execute();
  }

  async setRejectedFiles(id: string, rejectedFiles: readonly RejectedFile[]): Promise<void> {
    const json = rejectedFiles.length > 0 ? JSON.stringify(rejectedFiles) : null;
    await this.change(id).set({ rejected_files: json }).execute();
  }

  async setRecognizedFiles(id: string, files: readonly RecognizedDraftFile[], at: number): Promise<void> {
    const json = files.length > 0 ? JSON.stringify(files) : null;
    await this.change(id).set({ recognized_files: json, changed_at: at }).execute();
  }

  /** Idle drafts that hold nothing but rejected files. */
  async idleWithOnlyRejectedFiles(changedBefore: number, limit: number): Promise<Draft[]> {
    const rows = this.withRejectedFilesOnly().where('changed_at', '<', changedBefore);
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  /** Idle drafts that aren't being checked. */
  async idle(changedBefore: number, limit: number): Promise<Draft[]> {
    const rows = this.drafts
      .where('state', 'in', ['empty', 'uploading', 'rejected', 'ready', 'published'])
      .where('changed_at', '<', changedBefore);
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  private draftRow(id: string) {
    return this.drafts.where('id', '=', id);
  }

  private withRejectedFilesOnly() {
    return this.drafts
      .where('state', '=', 'empty')
      .where('form', '=', '{}')
      .where('rejected_files', 'is not', null)
      .where('recognized_files', 'is', null);
  }

  private change(id: string) {
    return this.database.updateTable('hub_draft').where('id', '=', id);
  }
}

const columnsOf = (result: DraftCheckResult) => {
  switch (result.state) {
    case 'ready': {
      const { state, facts, renderFacts, hash, suggestedForm } = result;
      const json = { file_metadata: JSON.stringify(facts), suggested_form: JSON.stringify(suggestedForm) };
      // The draft is complete without the rejected files.
      return { state, ...json, render_metadata: renderFacts, hash, rejection: null, rejected_files: null };
    }
    case 'rejected':
      return {
        ...UNCHECKED,
        state: result.state,
        rejection: result.rejection && JSON.stringify(result.rejection),
      };
    case 'uploading':
      return { ...UNCHECKED, state: result.state };
    default:
      return result satisfies never;
  }
};
