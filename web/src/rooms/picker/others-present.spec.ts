import { expect, it } from '@jest/globals';
import { othersPresent } from './others-present.js';

const users = ['me', 'a', 'b', 'c', 'd'].map((id) => ({ id, name: id }));

it('[RT4] counts others in a room as it names them', () => {
  expect(othersPresent({ users: users.slice(0, 1), visitors: 0 }, 'me')).toEqual({ users: [], count: 0 });
  expect(othersPresent({ users, visitors: 3 }, 'me')).toMatchObject({ count: 4 });
  expect(othersPresent({ users, unlisted: 2, visitors: 0 }, 'me')).toMatchObject({ users: users.slice(1), count: 6 });
  expect(othersPresent({ users, visitors: 0 }, undefined)).toMatchObject({ count: 5 });
});
