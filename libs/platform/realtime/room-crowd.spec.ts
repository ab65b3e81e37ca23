import { expect, it } from '@jest/globals';
import type { PersonView } from '@visionary/contract';
import fc from 'fast-check';
import { isSameCrowd, RoomCrowd } from './room-crowd.js';

const person = fc.record({ id: fc.constantFrom('ann', 'bob'), name: fc.constantFrom('old', 'new') });
const socketId = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  fc.record({ kind: fc.constant('enter' as const), socketId, person: fc.option(person) }),
  fc.record({ kind: fc.constant('leave' as const), socketId }),
  fc.record({ kind: fc.constant('know' as const), person }),
);

/** The same, by looking at every socket: whoever was heard of last is called so. */
class Plain {
  readonly sockets = new Map<string, PersonView | null>();

  know(person: PersonView): void {
    for (const [id, known] of this.sockets) if (known?.id === person.id) this.sockets.set(id, person);
  }

  get view() {
    const people = new Map([...this.sockets.values()].flatMap((one) => (one ? [[one.id, one] as const] : [])));
    const inOrder = [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { people: inOrder, visitors: [...this.sockets.values()].filter((one) => one === null).length };
  }
}

it('[RT4] counts people once and visitors by socket, and says whether anybody sees something else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [crowd, plain] = [new RoomCrowd(), new Plain()];
      const inOrder = () => {
        const { people, visitors } = crowd.view();
        return { people: people.toSorted((a, b) => (a.id < b.id ? -1 : 1)), visitors };
      };
      for (const one of steps) {
        const before = inOrder();
        let isSeen: boolean;
        switch (one.kind) {
          case 'enter':
            plain.sockets.set(one.socketId, one.person);
            if (one.person) plain.know(one.person);
            isSeen = crowd.enter(one.socketId, one.person);
            break;
          case 'leave':
            plain.sockets.delete(one.socketId);
            isSeen = crowd.leave(one.socketId);
            break;
          case 'know':
            plain.know(one.person);
            isSeen = crowd.know(one.person);
            break;
          default:
            throw new Error(one satisfies never);
        }
        expect(inOrder()).toEqual(plain.view);
        if (!isSeen) expect(isSameCrowd(before, inOrder())).toBe(true);
        expect(crowd.isEmpty).toBe(plain.sockets.size === 0);
      }
    }),
  );
});
