import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Turn } from '../../domain/drafts/draft-files.js';
import { DraftRows, type NewDraftRow, type Verdict } from '../../domain/drafts/draft-rows.js';
import type { Draft, DraftForm, TurnedAway } from '../../domain/drafts.js';
import { draftOf } from '../rows.js';
import type { HubTables } from '../tables.js';

const NOBODYS = { checked_by: null, check_until: null } as const;
const UNKNOWN = { facts: null, render_facts: null, refusal: null, hash: null } as const;

@Injectable()
export class SqlDraftRows extends DraftRows {
  constructor(private readonly database: Database) {
    super();
  }

  private get query() {
    return this.database.query<HubTables>();
  }

  private get drafts() {
    return this.query.selectFrom('hub_draft').selectAll();
  }

  async add({ id, makerId, clientId, modelId, createdAt }: NewDraftRow): Promise<void> {
    const row = {
      ...{ id, maker_id: makerId, client_id: clientId, model_id: modelId, state: 'empty' as const },
      ...{ form: '{}', proposed: '{}', turned_away: null, ...UNKNOWN, ...NOBODYS, checks: 0 },
      ...{ created_at: createdAt, changed_at: createdAt, version_id: null },
    };
    await this.query.insertInto('hub_draft').values(row).execute();
  }

  async byClientId(makerId: string, clientId: string): Promise<Draft | null> {
    const row = await this.drafts.where('maker_id', '=', makerId).where('client_id', '=', clientId).executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async ofMaker(makerId: string): Promise<Draft[]> {
    return (await this.allOfMaker(makerId)).filter(({ state }) => state !== 'published');
  }

  async allOfMaker(makerId: string): Promise<Draft[]> {
    const rows = this.drafts.where('maker_id', '=', makerId).orderBy('changed_at', 'desc').orderBy('id', 'desc');
    return (await rows.execute()).map(draftOf);
  }

  async leftOver(makerId: string, modelId: string | null): Promise<Draft | null> {
    const row = await this.turnedAwayOnly()
      .where('maker_id', '=', makerId)
      .where('model_id', modelId === null ? 'is' : '=', modelId)
      .executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async beginAgain(id: string, clientId: string, at: number): Promise<void> {
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
      .set({ state, ...UNKNOWN, ...NOBODYS, checks: 0, changed_at: at })
      .execute();
    // What was blamed on one of them may be no fault of it beside others.
    await this.query
      .updateTable('hub_draft_file')
      .set({ state: 'checked', refusal: null })
      .where('draft_id', '=', id)
      .where('state', '=', 'refused')
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

  async ask(id: string, at: number): Promise<void> {
    await this.change(id)
      .set({ state: 'checking', refusal: null, ...NOBODYS, checks: 0, changed_at: at })
      .execute();
  }

  async waiting(now: number, limit: number): Promise<Draft[]> {
    const rows = this.drafts
      .where('state', '=', 'checking')
      .where(({ or, eb }) => or([eb('checked_by', 'is', null), eb('check_until', '<', now)]));
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async take(id: string, { holder, now, until }: Turn): Promise<number | null> {
    const taken = await this.change(id)
      .set(({ eb }) => ({ checked_by: holder, check_until: until, checks: eb('checks', '+', 1) }))
      .where('state', '=', 'checking')
      .where(({ or, eb }) => or([eb('checked_by', 'is', null), eb('check_until', '<', now)]))
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) return null;
    return (await this.drafts.where('id', '=', id).executeTakeFirst())?.checks ?? null;
  }

  async keepOn(id: string, { holder, until }: Turn): Promise<boolean> {
    const held = this.change(id).set({ check_until: until }).where('checked_by', '=', holder);
    return (await held.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async letGo(id: string, holder: string): Promise<void> {
    await this.change(id)
      .set(({ eb }) => ({ ...NOBODYS, checks: eb('checks', '-', 1) }))
      .where('checked_by', '=', holder)
      .execute();
  }

  async settle(id: string, holder: string, verdict: Verdict, at: number): Promise<boolean> {
    const settled = this.change(id).set({ ...columnsOf(verdict), ...NOBODYS, checks: 0, changed_at: at });
    const held = settled.where('checked_by', '=', holder).where('state', '=', 'checking');
    return (await held.executeTakeFirst()).numUpdatedRows > 0n;
  }

  async setTurnedAway(id: string, turnedAway: readonly TurnedAway[]): Promise<void> {
    const json = turnedAway.length > 0 ? JSON.stringify(turnedAway) : null;
    await this.change(id).set({ turned_away: json }).execute();
  }

  async onlyTurnedAway(changedBefore: number, limit: number): Promise<Draft[]> {
    const rows = this.turnedAwayOnly().where('changed_at', '<', changedBefore);
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async idle(changedBefore: number, limit: number): Promise<Draft[]> {
    const rows = this.drafts
      .where('state', 'in', ['empty', 'uploading', 'refused', 'ready', 'published'])
      .where('changed_at', '<', changedBefore);
    return (await rows.orderBy('changed_at').limit(limit).execute()).map(draftOf);
  }

  async forgetTurns(): Promise<void> {
    await this.query.updateTable('hub_draft').set(NOBODYS).where('checked_by', 'is not', null).execute();
    const nobodys = { held_by: null, held_until: null };
    await this.query.updateTable('hub_draft_file').set(nobodys).where('held_by', 'is not', null).execute();
  }

  private turnedAwayOnly() {
    return this.drafts.where('state', '=', 'empty').where('form', '=', '{}').where('turned_away', 'is not', null);
  }

  private change(id: string) {
    return this.query.updateTable('hub_draft').where('id', '=', id);
  }
}

const columnsOf = (verdict: Verdict) => {
  switch (verdict.state) {
    case 'ready': {
      const { state, facts, renderFacts, hash, proposed } = verdict;
      const json = { facts: JSON.stringify(facts), proposed: JSON.stringify(proposed) };
      // It is whole without what was turned away.
      return { state, ...json, render_facts: renderFacts, hash, refusal: null, turned_away: null };
    }
    case 'refused':
      return { ...UNKNOWN, state: verdict.state, refusal: verdict.refusal && JSON.stringify(verdict.refusal) };
    case 'uploading':
      return { ...UNKNOWN, state: verdict.state };
    default:
      return verdict satisfies never;
  }
};
