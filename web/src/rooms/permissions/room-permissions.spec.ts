import { describe, expect, it } from '@jest/globals';
import { roomPermissions } from './room-permissions.js';

const facts = {
  signedIn: true,
  role: 'editor',
  isOutsider: false,
  room: {},
  isMuted: false,
  isUnreachable: false,
  request: null,
} as const;
const archived = { archivedAt: 1 };

describe('permissions in a room', () => {
  it.each([
    ['an editor', facts, { mayReact: true, mayWrite: true, mayManage: false, readOnlyReason: null }],
    ['an owner', { ...facts, role: 'owner' as const }, { mayWrite: true, mayManage: true, readOnlyReason: null }],
    ['a viewer', { ...facts, role: 'viewer' as const }, { mayReact: true, mayWrite: false, readOnlyReason: 'viewer' }],
    [
      'a user who looks in',
      { ...facts, role: 'viewer' as const, isOutsider: true },
      { mayReact: true, mayWrite: false, maySend: false, mayManage: false, readOnlyReason: 'outsider' },
    ],
    ['a visitor', { ...facts, signedIn: false }, { mayReact: false, mayWrite: false, readOnlyReason: 'visitor' }],
    ['a muted member', { ...facts, isMuted: true }, { mayReact: false, mayWrite: false, readOnlyReason: 'muted' }],
    [
      'a member of a direct room with an unreachable user',
      { ...facts, isUnreachable: true },
      { mayReact: false, mayWrite: false, readOnlyReason: 'unreachable' },
    ],
    [
      'a stranger whose messages wait',
      { ...facts, request: 'mine' as const },
      { mayReact: false, mayWrite: false, maySend: true, readOnlyReason: 'request' },
    ],
    [
      'the recipient of a stranger’s messages',
      { ...facts, request: 'theirs' as const },
      { mayWrite: false, maySend: false, readOnlyReason: 'request' },
    ],
    ['an editor of an archived room', { ...facts, room: archived }, { mayReact: false, readOnlyReason: 'archived' }],
    [
      'the owner of an archived room',
      { ...facts, role: 'owner' as const, room: archived },
      { mayWrite: false, mayManage: true },
    ],
  ] as const)('%s', (_, value, expected) => expect(roomPermissions(value)).toMatchObject(expected));
});
