import { describe, expect, it } from '@jest/globals';
import { personsIn } from './persons-in.js';

const ana = { id: 'a', name: 'Ana' };
const bo = { id: 'b', name: 'Bo', picture: '/api/people/b/picture/1' };

describe('people inside what the server says', () => {
  it('are found at any depth, with their pictures, in order', () => {
    const message = { id: 'm', author: ana, reactions: [{ emoji: '🔥', count: 2, people: [bo, ana] }] };
    expect(personsIn({ state: { messages: [message] }, presence: { people: [bo] } })).toEqual([ana, bo, ana, bo]);
  });

  it('are not what only looks like them: rooms, accounts with more than others see, bytes, nothing', () => {
    const room = { id: 'r', name: 'Studio', topic: '' };
    expect(personsIn([room, new Uint8Array(9), new ArrayBuffer(9), null, undefined, 'id', 7])).toEqual([]);
    expect(personsIn({ id: 1, name: 'x' })).toEqual([]);
  });

  it('somebody who is gone is one whose name is empty', () => {
    expect(personsIn({ person: { id: 'c', name: '' } })).toEqual([{ id: 'c', name: '' }]);
  });
});
