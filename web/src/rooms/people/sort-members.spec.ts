import { describe, expect, it } from '@jest/globals';
import type { MemberView, Role } from '@visionary/contract';
import { groupMembers, whereIs } from './sort-members.js';

const aMember = (id: string, role: Role = 'editor'): MemberView => ({
  ...{ person: { id, name: id }, role, availability: 'offline', joinedAt: 1 },
});
const presence = (here: string[], away: string[] = []) => ({
  people: [...here, ...away].map((id) => ({ id, name: id })),
  away,
  visitors: 0,
});

describe('the people of a room', () => {
  it('are here, away, elsewhere or offline', () => {
    const now = presence(['a'], ['b']);
    expect(whereIs(aMember('a'), now, 'online')).toBe('here');
    expect(whereIs(aMember('b'), now, 'online')).toBe('away');
    expect(whereIs(aMember('c'), now, 'online')).toBe('online');
    expect(whereIs(aMember('d'), now, 'offline')).toBe('offline');
  });

  it('stand by role, the nearer first, else as they came', () => {
    const shown = [
      { member: aMember('o', 'owner'), where: 'offline' as const },
      { member: aMember('a'), where: 'offline' as const },
      { member: aMember('b'), where: 'here' as const },
      { member: aMember('c'), where: 'offline' as const },
    ];
    const groups = groupMembers(shown).map(({ role, members }) => [
      role,
      members.map(({ member }) => member.person.id),
    ]);
    expect(groups).toEqual([
      ['owner', ['o']],
      ['editor', ['b', 'a', 'c']],
    ]);
  });
});
