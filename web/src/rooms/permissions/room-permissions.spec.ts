import { describe, expect, it } from '@jest/globals';
import { roomPermissions } from './room-permissions.js';

const facts = { signedIn: true, role: 'editor', room: {}, isMuted: false, isUnreachable: false } as const;
const archived = { archivedAt: 1 };

describe('what somebody may do in a room', () => {
  it.each([
    ['an editor', facts, { mayReact: true, mayWrite: true, mayManage: false, onlyReading: null }],
    ['an owner', { ...facts, role: 'owner' as const }, { mayWrite: true, mayManage: true, onlyReading: null }],
    ['a viewer', { ...facts, role: 'viewer' as const }, { mayReact: true, mayWrite: false, onlyReading: 'viewer' }],
    ['a visitor', { ...facts, signedIn: false }, { mayReact: false, mayWrite: false, onlyReading: 'visitor' }],
    ['somebody muted', { ...facts, isMuted: true }, { mayReact: false, mayWrite: false, onlyReading: 'muted' }],
    ['one of two', { ...facts, isUnreachable: true }, { mayReact: false, mayWrite: false, onlyReading: 'unreachable' }],
    ['an editor of an archived room', { ...facts, room: archived }, { mayReact: false, onlyReading: 'archived' }],
    ['its owner', { ...facts, role: 'owner' as const, room: archived }, { mayWrite: false, mayManage: true }],
  ] as const)('%s', (_, given, expected) => expect(roomPermissions(given)).toMatchObject(expected));
});
