import type { MemberView, PresenceView, Role } from '@visionary/contract';

/** Where somebody is as this room sees it: in it, in it without looking, elsewhere on this server, nowhere. */
export type Whereabouts = 'here' | 'away' | 'online' | 'offline';

export interface MemberShown {
  readonly member: MemberView;
  readonly where: Whereabouts;
}
export interface MemberGroup {
  readonly role: Role;
  readonly members: readonly MemberShown[];
}

const ROLES: readonly Role[] = ['owner', 'editor', 'viewer'];
const NEARNESS: readonly Whereabouts[] = ['here', 'away', 'online', 'offline'];

/** What the room's presence says comes first; whether they are here at all is told apart from it. */
export function whereIs(
  member: MemberView,
  presence: PresenceView,
  availability: MemberView['availability'],
): Whereabouts {
  const { id } = member.person;
  if (!presence.people.some((one) => one.id === id)) return availability;
  return presence.away?.includes(id) ? 'away' : 'here';
}

/** By role; within a role those who are nearer first, else in the order they came (by name). Empty groups are left out. */
export function groupMembers(members: readonly MemberShown[]): readonly MemberGroup[] {
  const nearer = (a: MemberShown, b: MemberShown) => NEARNESS.indexOf(a.where) - NEARNESS.indexOf(b.where);
  return ROLES.map((role) => ({
    role,
    members: members.filter(({ member }) => member.role === role).toSorted(nearer),
  })).filter((group) => group.members.length > 0);
}
