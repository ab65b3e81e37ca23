import { describe, expect, it } from '@jest/globals';
import { findUsers } from './find-users.js';

const ana = { id: 'a', name: 'Ana' };
const bo = { id: 'b', name: 'Bo', image: '/api/users/b/image/1' };

describe('people inside what the server says', () => {
  it('are found at any depth, with their pictures, in order', () => {
    const message = { id: 'm', author: ana, reactions: [{ emoji: '🔥', count: 2, users: [bo, ana] }] };
    expect(findUsers({ state: { messages: [message] }, presence: { users: [bo] } })).toEqual([ana, bo, ana, bo]);
  });

  it('are not what only looks like them: rooms, accounts with more than others see, bytes, nothing', () => {
    const room = { id: 'r', name: 'Studio', topic: '' };
    expect(findUsers([room, new Uint8Array(9), new ArrayBuffer(9), null, undefined, 'id', 7])).toEqual([]);
    expect(findUsers({ id: 1, name: 'x' })).toEqual([]);
  });

  it('somebody who is gone is one whose name is empty', () => {
    expect(findUsers({ user: { id: 'c', name: '' } })).toEqual([{ id: 'c', name: '' }]);
  });
});
