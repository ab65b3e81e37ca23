import type { MemberView, PresenceView, Role } from '@visionary/contract';

/** A member's presence seen from this room: here, here but away, online elsewhere, offline. */
export type MemberPresence = 'here' | 'away' | 'online' | 'offline';

export interface ListedMember {
  readonly member: MemberView;
  readonly presence: MemberPresence;
}
export interface MemberGroup {
  readonly role: Role;
  readonly members: readonly ListedMember[];
}

const ROLES: readonly Role[] = ['owner', 'editor', 'viewer'];
const PRESENCE_ORDER: readonly MemberPresence[] = ['here', 'away', 'online', 'offline'];

/** Presence in the room takes precedence; availability comes separately. */
export function memberPresence(
  member: MemberView,
  presence: PresenceView,
  availability: MemberView['availability'],
): MemberPresence {
  const { id } = member.user;
  if (!presence.users.some((one) => one.id === id)) return availability;
  return presence.away?.includes(id) ? 'away' : 'here';
}

/** By role; within a role present members first, then in server order (by name). Empty groups are omitted. */
export function groupMembers(members: readonly ListedMember[]): readonly MemberGroup[] {
  const byPresence = (a: ListedMember, b: ListedMember) =>
    PRESENCE_ORDER.indexOf(a.presence) - PRESENCE_ORDER.indexOf(b.presence);
  return ROLES.map((role) => ({
    role,
    members: members.filter(({ member }) => member.role === role).toSorted(byPresence),
  })).filter((group) => group.members.length > 0);
}
