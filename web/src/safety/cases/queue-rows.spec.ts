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

describe('the rows of the case queue', () => {
  it('[B144] insert a new case by urgency, then by age', () => {
    const late = aCase('late', { openedAt: 5 });
    expect(ids(withUpdatedCase(withUpdatedCase([calm], late, visible), urgent, visible))).toEqual([
      'urgent',
      'calm',
      'late',
    ]);
  });

  it('[B144] remove a decided case from the open ones, except the one being viewed', () => {
    const decided = aCase('calm', { state: 'decided' });
    expect(ids(withUpdatedCase([urgent, calm], decided, visible))).toEqual(['urgent']);
    const stays = withUpdatedCase([calm, urgent], decided, { ...visible, openId: 'calm' });
    expect(stays).toEqual([decided, urgent]);
  });

  it('[B144] ignore cases that do not match the filters', () => {
    expect(ids(withUpdatedCase([calm], urgent, { ...visible, matches: () => false }))).toEqual(['calm']);
    const held = { ...urgent, state: 'claimed' as const, claim: { by: { id: 'other', name: 'O' }, until: 9 } };
    expect(ids(withUpdatedCase([], held, { ...visible, list: 'mine' }))).toEqual([]);
  });

  it('[B144] ignore shortcut keys while typing or with a modifier, and stop at the ends of the list', () => {
    const writing = { closest: () => ({}) } as unknown as Element;
    const press = { key: 'j', ctrlKey: false, metaKey: false, altKey: false, target: null };
    expect([caseKey(press), caseKey({ ...press, target: writing }), caseKey({ ...press, ctrlKey: true })]).toEqual([
      ...['next', undefined, undefined],
    ]);
    expect([adjacentCase([calm], 'calm', 1), adjacentCase([calm], undefined, -1)]).toEqual([undefined, calm]);
  });
});
