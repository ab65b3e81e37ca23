import { expect, it } from '@jest/globals';
import { withCurrentNames } from './outbox-storage.js';

it('[B40] keeps what a client from before the renames had not sent', () => {
  const stored = { clientId: 'c', roomId: 'r', at: 5, text: 'still here', personId: 'ann', state: 'refused' } as const;
  const message = { clientId: 'c', roomId: 'r', at: 5, text: 'still here', userId: 'ann', state: 'rejected' } as const;
  const rejection = { code: 'SAFETY_MUTED', detail: {} };
  expect(withCurrentNames({ ...stored, refusal: rejection })).toEqual({ ...message, rejection });
  const card = { roomId: 'r', takeId: 't' };
  expect(withCurrentNames({ ...stored, card: { ...card, picture: 2 } })).toEqual({
    ...message,
    card: { ...card, image: 2 },
  });
  const current = { ...message, card };
  expect(withCurrentNames(current as never)).toEqual(current);
});
