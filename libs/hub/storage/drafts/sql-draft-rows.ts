import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { WorkLease } from '../../domain/drafts/draft-files.js';
import { DraftRepository, type NewDraftRow, type DraftCheckResult } from '../../domain/drafts/draft-repository.js';
import type { Draft, DraftForm, RejectedFile } from '../../domain/drafts.js';
import { draftOf } from '../rows.js';
import type { HubTables } from '../tables.js';

const UNLEASED = { checked_by: null, check_until: null } as const;
const UNCHECKED = { facts: null, render_facts: null, refusal: null, hash: null } as const;

@Injectable()
export class SqlDraftRows extends DraftRepository {
  constructor(private readonly database: Database) {
    super();
  }

  private get query() {
    return this.database.query<HubTables>();
  }

  private get drafts() {
    return this.query.selectFrom('hub_draft').selectAll();
  }

  async add({ id, creatorId, clientId, modelId, createdAt }: NewDraftRow): Promise<void> {
    const row = {
      ...{ id, maker_id: creatorId, client_id: clientId, model_id: modelId, state: 'empty' as const },
      ...{ form: '{}', proposed: '{}', turned_away: null, ...UNCHECKED, ...UNLEASED, checks: 0 },
      ...{ created_at: createdAt, changed_at: createdAt, version_id: null },
    };
    await this.query.insertInto('hub_draft').values(row).execute();
  }

  async byClientId(creatorId: string, clientId: string): Promise<Draft | null> {
    const row = await this.drafts
      .where('maker_id', '=', creatorId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async ofCreator(creatorId: string): Promise<Draft[]> {
    return (await this.allOfCreator(creatorId)).filter(({ state }) => state !== 'published');
  }

  async allOfCreator(creatorId: string): Promise<Draft[]> {
    const rows = this.drafts.where('maker_id', '=', creatorId).orderBy('changed_at', 'desc').orderBy('id', 'desc');
    return (await rows.execute()).map(draftOf);
  }

  async abandoned(creatorId: string, modelId: string | null): Promise<Draft | null> {
    const row = await this.withRejectedFilesOnly()
      .where('maker_id', '=', creatorId)
      .where('model_id', modelId === null ? 'is' : '=', modelId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async reset(id: string, clientId: string, at: number): Promise<void> {
    await this.change(id)
      .set({ client_id: clientId, proposed: '{}', turned_away: null, created_at: at, changed_at: at })
      .execute();
  }

  async setForm(id: string, form: DraftForm, at: number): Promise<void> {
    await this.change(id)
      .set({ form: JSON.stringify(form), changed_at: at })
      .execute();
  }

  async propose(id: string, proposed: DraftForm): Promise<void> {
    await this.change(id)
      .set({ proposed: JSON.stringify(proposed) })
      .execute();
  }

  async filesChanged(id: string, at: number): Promise<void> {
    const file = this.query.selectFrom('hub_draft_file').select('id').where('draft_id', '=', id).limit(1);
    const state = (await file.executeTakeFirst()) ? ('uploading' as const) : ('empty' as const);
    await this.change(id)
      .set({ state, ...UNCHECKED, ...UNLEASED, checks: 0, changed_at: at })
      .execute();
    // A stored file may be valid beside other files.
    await this.query
      .updateTable('hub_draft_file')
      .set({ state: 'checked', refusal: null })
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
      .set({ state: 'checking', refusal: null, ...UNLEASED, checks: 0, changed_at: at })
      .execute();
  }

  async waiting(now: number, limit: number): Promise<Draft[]> {
    const rows = this.drafts
      .where('state', '=', 'checking')
      .where(({ or, eb }) => or([eb('checked_by', 'is', null), eb('check_until', '<', now)]));
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async startCheck(id: string, { holder, now, until }: WorkLease): Promise<number | null> {
    const changed = await this.change(id)
      .set(({ eb }) => ({ checked_by: holder, check_until: until, checks: eb('checks', '+', 1) }))
      .where('state', '=', 'checking')
      .where(({ or, eb }) => or([eb('checked_by', 'is', null), eb('check_until', '<', now)]))
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return null;
    return (await this.drafts.where('id', '=', id).executeTakeFirst())?.checks ?? null;
  }

  async renewLease(id: string, { holder, until }: WorkLease): Promise<boolean> {
    const held = this.change(id).set({ check_until: until }).where('checked_by', '=', holder);
    return (await held.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async undoCheck(id: string, holder: string): Promise<void> {
    await this.change(id)
      .set(({ eb }) => ({ ...UNLEASED, checks: eb('checks', '-', 1) }))
      .where('checked_by', '=', holder)
      .execute();
  }

  async settle(id: string, holder: string, result: DraftCheckResult, at: number): Promise<boolean> {
    const settled = this.change(id).set({ ...columnsOf(result), ...UNLEASED, checks: 0, changed_at: at });
    const held = settled.where('checked_by', '=', holder).where('state', '=', 'checking');
    return (await held.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async setRejectedFiles(id: string, rejectedFiles: readonly RejectedFile[]): Promise<void> {
    const json = rejectedFiles.length > 0 ? JSON.stringify(rejectedFiles) : null;
    await this.change(id).set({ turned_away: json }).execute();
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
    await this.query.updateTable('hub_draft').set(UNLEASED).where('checked_by', 'is not', null).execute();
    const unleased = { held_by: null, held_until: null };
    await this.query.updateTable('hub_draft_file').set(unleased).where('held_by', 'is not', null).execute();
  }

  private withRejectedFilesOnly() {
    return this.drafts.where('state', '=', 'empty').where('form', '=', '{}').where('turned_away', 'is not', null);
  }

  private change(id: string) {
    return this.query.updateTable('hub_draft').where('id', '=', id);
  }
}

const columnsOf = (result: DraftCheckResult) => {
  switch (result.state) {
    case 'ready': {
      const { state, facts, renderFacts, hash, proposed } = result;
      const json = { facts: JSON.stringify(facts), proposed: JSON.stringify(proposed) };
      // The draft is complete without the rejected files.
      return { state, ...json, render_facts: renderFacts, hash, refusal: null, turned_away: null };
    }
    case 'rejected':
      return {
        ...UNCHECKED,
        state: result.state,
        refusal: result.refusal && JSON.stringify(result.refusal),
      };
    case 'uploading':
      return { ...UNCHECKED, state: result.state };
    default:
      return result satisfies never;
  }
};
