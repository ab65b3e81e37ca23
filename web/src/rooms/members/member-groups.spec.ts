import { describe, expect, it } from '@jest/globals';
import type { MemberView, Role } from '@visionary/contract';
import { groupMembers, memberPresence } from './member-groups.js';

const aMember = (id: string, role: Role = 'editor'): MemberView => ({
  ...{ user: { id, name: id }, role, availability: 'offline', joinedAt: 1 },
});
const presence = (here: string[], away: string[] = []) => ({
  users: [...here, ...away].map((id) => ({ id, name: id })),
  away,
  visitors: 0,
});

describe('the members of a room', () => {
  it('are here, away, elsewhere, or offline', () => {
    const now = presence(['a'], ['b']);
    expect(memberPresence(aMember('a'), now, 'online')).toBe('here');
    expect(memberPresence(aMember('b'), now, 'online')).toBe('away');
    expect(memberPresence(aMember('c'), now, 'online')).toBe('online');
    expect(memberPresence(aMember('d'), now, 'offline')).toBe('offline');
  });

  it('are grouped by role, present ones first, then in server order', () => {
    const visible = [
      { member: aMember('o', 'owner'), presence: 'offline' as const },
      { member: aMember('a'), presence: 'offline' as const },
      { member: aMember('b'), presence: 'here' as const },
      { member: aMember('c'), presence: 'offline' as const },
    ];
    const groups = groupMembers(visible).map(({ role, members }) => [
      role,
      members.map(({ member }) => member.user.id),
    ]);
    expect(groups).toEqual([
      ['owner', ['o']],
      ['editor', ['b', 'a', 'c']],
    ]);
  });
});
