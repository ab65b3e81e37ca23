import { describe, expect, it } from '@jest/globals';
import { ROOM_EVENT_PAYLOADS } from '@visionary/contract';
import fc from 'fast-check';
import { z } from 'zod';
import { userIdsIn, toViewPayload, toStoredPayload } from './event-payload-users.js';
import type { User } from './user.js';

/** Names and images that are recognizable in any output. */
const user = fc.record(
  { id: fc.uuid(), name: fc.nat().map((n) => `Named ${n}!`), image: fc.nat().map((n) => `/images/${n}!`) },
  { requiredKeys: ['id', 'name'] },
);
/** Something that a user gave a name. */
const owned = fc.record({ name: fc.nat().map((n) => `Named ${n}!`), owner: user });
const { payload } = fc.letrec<{ payload: object; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null)),
    user,
    owned,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('payload'),
  ),
  payload: fc.dictionary(
    fc.constantFrom('by', 'message', 'users', 'text', 'id', 'author', 'take', '__proto__x', 'mentions'),
    tie('value'),
    { maxKeys: 5, noNullPrototype: true },
  ),
}));

const asJson = (value: object) => JSON.parse(JSON.stringify(value)) as object;

describe('users in event payloads', () => {
  it('[R10] a payload is stored without names and read with current ones', () => {
    fc.assert(
      fc.property(payload, (original) => {
        const stored = asJson(toStoredPayload(original));
        expect(JSON.stringify(stored)).not.toMatch(/Named \d+!|\/images\/\d+!/);
        const now = new Map<string, User>(
          userIdsIn([stored]).map((id, n) => [id, { id, name: `Now ${n}`, ...(n % 2 && { image: `/now/${n}` }) }]),
        );
        expect(userIdsIn([original]).sort()).toEqual([...now.keys()].sort());
        // Everything but users, and the names that they gave, is unchanged.
        expect(toStoredPayload(toViewPayload(stored, now))).toEqual(stored);
        expect(toViewPayload(stored, now)).toEqual(toViewPayload(original, now));
        expect(toStoredPayload(stored)).toEqual(stored);
      }),
    );
  });

  it('[R10] a payload loses stored names when it is read', () => {
    const old = { message: { id: 'm', author: { id: 'ann', name: 'Ann before' }, reactions: [{ users: [] }] } };
    expect(toViewPayload(old, new Map([['ann', { id: 'ann', name: 'Ann' }]]))).toEqual({
      message: { id: 'm', author: { id: 'ann', name: 'Ann' }, reactions: [{ users: [] }] },
    });
    expect(toViewPayload(old, new Map())).toMatchObject({ message: { author: { id: 'ann', name: '' } } });
  });

  it('[R10] UserView is the only schema with id and name in room events', () => {
    const looksLikeUser = ({ properties = {} }: { properties?: object }) => 'id' in properties && 'name' in properties;
    const found = new Set<string>();
    const walk = (schema: unknown, name: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if (looksLikeUser(schema)) found.add(name);
      for (const [key, part] of Object.entries(schema)) walk(part, key);
    };
    for (const schema of Object.values(ROOM_EVENT_PAYLOADS)) {
      walk(z.toJSONSchema(schema, { unrepresentable: 'any' }), 'top');
    }
    expect([...found]).toEqual(['User']);
  });
});
