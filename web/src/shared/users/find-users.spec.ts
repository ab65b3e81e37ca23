import { describe, expect, it } from '@jest/globals';
import { findUsers } from './find-users.js';

const ana = { id: 'a', name: 'Ana' };
const bo = { id: 'b', name: 'Bo', image: '/api/users/b/image/1' };

describe('user views inside a value from the server', () => {
  it('are found at any depth, with their images, in order', () => {
    const message = { id: 'm', author: ana, reactions: [{ emoji: '🔥', count: 2, users: [bo, ana] }] };
    expect(findUsers({ state: { messages: [message] }, presence: { users: [bo] } })).toEqual([ana, bo, ana, bo]);
  });

  it('are not confused with similar objects: rooms, full accounts, bytes, nothing', () => {
    const room = { id: 'r', name: 'Studio', topic: '' };
    expect(findUsers([room, new Uint8Array(9), new ArrayBuffer(9), null, undefined, 'id', 7])).toEqual([]);
    expect(findUsers({ id: 1, name: 'x' })).toEqual([]);
  });

  it('include deleted users, whose name is empty', () => {
    expect(findUsers({ user: { id: 'c', name: '' } })).toEqual([{ id: 'c', name: '' }]);
  });
});
