import { describe, expect, it } from '@jest/globals';
import type { CaseView } from '@visionary/contract';
import { adjacentCase, caseKey } from './case-keys.js';
import { withUpdatedCase } from './queue-rows.js';

const aCase = (id: string, value: Partial<CaseView> = {}): CaseView => ({
  ...{ id, state: 'open', reasons: [], reports: 1, isAutoFlagged: false, priority: 10, openedAt: 1, changedAt: 1 },
  subject: { kind: 'post', id, title: '', text: '', isHidden: false, isDeleted: false },
  ...value,
});
const [calm, urgent] = [aCase('calm'), aCase('urgent', { priority: 90 })];
const visible = { list: 'open', myId: 'me', openId: undefined, matches: () => true } as const;
const ids = (rows: readonly CaseView[]) => rows.map(({ id }) => id);

describe('the queue as cases move', () => {
  it('[B144] a new case stands where its urgency puts it, of one urgency the oldest first', () => {
    const late = aCase('late', { openedAt: 5 });
    expect(ids(withUpdatedCase(withUpdatedCase([calm], late, visible), urgent, visible))).toEqual([
      'urgent',
      'calm',
      'late',
    ]);
  });

  it('[B144] what is decided leaves the list of open ones, but for the one that is looked at', () => {
    const decided = aCase('calm', { state: 'decided' });
    expect(ids(withUpdatedCase([urgent, calm], decided, visible))).toEqual(['urgent']);
    const stays = withUpdatedCase([calm, urgent], decided, { ...visible, openId: 'calm' });
    expect(stays).toEqual([decided, urgent]);
  });

  it('[B144] what is not asked for does not come in', () => {
    expect(ids(withUpdatedCase([calm], urgent, { ...visible, matches: () => false }))).toEqual(['calm']);
    const held = { ...urgent, state: 'claimed' as const, claim: { by: { id: 'other', name: 'O' }, until: 9 } };
    expect(ids(withUpdatedCase([], held, { ...visible, list: 'mine' }))).toEqual([]);
  });

  it('[B144] keys mean nothing while one writes or holds another down; the ends of the list are ends', () => {
    const writing = { closest: () => ({}) } as unknown as Element;
    const press = { key: 'j', ctrlKey: false, metaKey: false, altKey: false, target: null };
    expect([caseKey(press), caseKey({ ...press, target: writing }), caseKey({ ...press, ctrlKey: true })]).toEqual([
      ...['next', undefined, undefined],
    ]);
    expect([adjacentCase([calm], 'calm', 1), adjacentCase([calm], undefined, -1)]).toEqual([undefined, calm]);
  });
});
