import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { WorkLease } from '../../domain/drafts/draft-files.js';
import { DraftRepository, type NewDraftRow, type DraftCheckResult } from '../../domain/drafts/draft-repository.js';
import type { Draft, DraftForm, RejectedFile } from '../../domain/drafts.js';
import { draftOf } from '../rows.js';

const UNLEASED = { check_lease_owner: null, check_lease_until: null } as const;
const UNCHECKED = { file_metadata: null, render_metadata: null, rejection: null, hash: null } as const;

@Injectable()
export class SqlDraftRows extends DraftRepository {
  constructor(private readonly database: Database) {
    super();
  }

  private get query() {
    return this.database.query();
  }

  private get drafts() {
    return this.query.selectFrom('hub_draft').selectAll();
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
      ...UNCHECKED,
      ...UNLEASED,
      check_attempts: 0,
      created_at: createdAt,
      changed_at: createdAt,
      version_id: null,
    };
    await this.query.insertInto('hub_draft').values(row).execute();
  }

  async byClientId(creatorId: string, clientId: string): Promise<Draft | null> {
    const row = await this.drafts
      .where('creator_id', '=', creatorId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async ofCreator(creatorId: string): Promise<Draft[]> {
    return (await this.allOfCreator(creatorId)).filter(({ state }) => state !== 'published');
  }

  async allOfCreator(creatorId: string): Promise<Draft[]> {
    const rows = this.drafts.where('creator_id', '=', creatorId).orderBy('changed_at', 'desc').orderBy('id', 'desc');
    return (await rows.execute()).map(draftOf);
  }

  async abandoned(creatorId: string, modelId: string | null): Promise<Draft | null> {
    const row = await this.withRejectedFilesOnly()
      .where('creator_id', '=', creatorId)
      .where('model_id', modelId === null ? 'is' : '=', modelId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

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

  async propose(id: string, proposed: DraftForm): Promise<void> {
    await this.change(id)
      .set({ suggested_form: JSON.stringify(proposed) })
      .execute();
  }

  async filesChanged(id: string, at: number): Promise<void> {
    const file = this.query.selectFrom('hub_draft_file').select('id').where('draft_id', '=', id).limit(1);
    const state = (await file.executeTakeFirst()) ? ('uploading' as const) : ('empty' as const);
    await this.change(id)
      .set({ state, ...UNCHECKED, ...UNLEASED, check_attempts: 0, changed_at: at })
      .execute();
    // A stored file may be valid beside other files.
    await this.query
      .updateTable('hub_draft_file')
      .set({ state: 'checked', rejection: null })
      .where('draft_id', '=', id)
      .where('state', '=', 'rejected')
      .where('sha256', 'is not', null)
      .execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.query
      .deleteFrom('hub_draft_file')
      .where('draft_id', 'in', [...ids])
      .execute();
    await this.query
      .deleteFrom('hub_draft')
      .where('id', 'in', [...ids])
      .execute();
  }

  async requestCheck(id: string, at: number): Promise<void> {
    await this.change(id)
      .set({ state: 'checking', rejection: null, ...UNLEASED, check_attempts: 0, changed_at: at })
      .execute();
  }

  async waiting(now: number, limit: number): Promise<Draft[]> {
    const rows = this.drafts
      .where('state', '=', 'checking')
      .where(({ or, eb }) => or([eb('check_lease_owner', 'is', null), eb('check_lease_until', '<', now)]));
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async startCheck(id: string, { holder, now, until }: WorkLease): Promise<number | null> {
    const changed = await this.change(id)
      .set(({ eb }) => ({
        check_lease_owner: holder,
        check_lease_until: until,
        check_attempts: eb('check_attempts', '+', 1),
      }))
      .where('state', '=', 'checking')
      .where(({ or, eb }) => or([eb('check_lease_owner', 'is', null), eb('check_lease_until', '<', now)]))
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return null;
    return (await this.drafts.where('id', '=', id).executeTakeFirst())?.check_attempts ?? null;
  }

  async renewLease(id: string, { holder, until }: WorkLease): Promise<boolean> {
    const held = this.change(id).set({ check_lease_until: until }).where('check_lease_owner', '=', holder);
    return (await held.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async undoCheck(id: string, holder: string): Promise<void> {
    await this.change(id)
      .set(({ eb }) => ({ ...UNLEASED, check_attempts: eb('check_attempts', '-', 1) }))
      .where('check_lease_owner', '=', holder)
      .execute();
  }

  async settle(id: string, holder: string, result: DraftCheckResult, at: number): Promise<boolean> {
    const settled = this.change(id).set({
      ...columnsOf(result),
      ...UNLEASED,
      check_attempts: 0,
      changed_at: at,
    });
    const held = settled.where('check_lease_owner', '=', holder).where('state', '=', 'checking');
    return (await held.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async setRejectedFiles(id: string, rejectedFiles: readonly RejectedFile[]): Promise<void> {
    const json = rejectedFiles.length > 0 ? JSON.stringify(rejectedFiles) : null;
    await this.change(id).set({ rejected_files: json }).execute();
  }

  async onlyRejected(changedBefore: number, limit: number): Promise<Draft[]> {
    const rows = this.withRejectedFilesOnly().where('changed_at', '<', changedBefore);
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async idle(changedBefore: number, limit: number): Promise<Draft[]> {
    const rows = this.drafts
      .where('state', 'in', ['empty', 'uploading', 'rejected', 'ready', 'published'])
      .where('changed_at', '<', changedBefore);
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async releaseAllLeases(): Promise<void> {
    await this.query.updateTable('hub_draft').set(UNLEASED).where('check_lease_owner', 'is not', null).execute();
    const unleased = { lease_owner: null, lease_until: null };
    await this.query.updateTable('hub_draft_file').set(unleased).where('lease_owner', 'is not', null).execute();
  }

  private withRejectedFilesOnly() {
    return this.drafts.where('state', '=', 'empty').where('form', '=', '{}').where('rejected_files', 'is not', null);
  }

  private change(id: string) {
    return this.query.updateTable('hub_draft').where('id', '=', id);
  }
}

const columnsOf = (result: DraftCheckResult) => {
  switch (result.state) {
    case 'ready': {
      const { state, facts, renderFacts, hash, proposed } = result;
      const json = { file_metadata: JSON.stringify(facts), suggested_form: JSON.stringify(proposed) };
      // The draft is complete without the rejected files.
      return { state, ...json, render_metadata: renderFacts, hash, rejection: null, rejected_files: null };
    }
    case 'rejected':
      return {
        ...UNCHECKED,
        state: result.state,
        rejection: result.refusal && JSON.stringify(result.refusal),
      };
    case 'uploading':
      return { ...UNCHECKED, state: result.state };
    default:
      return result satisfies never;
  }
};
