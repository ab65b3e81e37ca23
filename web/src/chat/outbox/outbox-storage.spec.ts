import { expect, it } from '@jest/globals';
import { withCurrentNames } from './outbox-storage.js';

it('[B40] keeps what a client from before the renames had not sent', () => {
  const message = { clientId: 'c', roomId: 'r', at: 5, state: 'refused', text: 'still here' } as const;
  const rejection = { code: 'SAFETY_MUTED', detail: {} };
  expect(withCurrentNames({ ...message, personId: 'ann', refusal: rejection })).toEqual({
    ...{ ...message, userId: 'ann', rejection },
  });
  const card = { roomId: 'r', takeId: 't' };
  expect(withCurrentNames({ ...message, personId: 'ann', card: { ...card, picture: 2 } })).toEqual({
    ...{ ...message, userId: 'ann', card: { ...card, image: 2 } },
  });
  const current = { ...message, userId: 'ann', card };
  expect(withCurrentNames(current as never)).toEqual(current);
});
