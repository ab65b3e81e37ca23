import { expect, it } from '@jest/globals';
import type { UserView } from '@visionary/contract';
import fc from 'fast-check';
import { isSameOccupancy, RoomOccupancy } from './room-occupancy.js';

const user = fc.record({ id: fc.constantFrom('ann', 'bob'), name: fc.constantFrom('old', 'new') });
const socketId = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.oneof(
  fc.record({ kind: fc.constant('enter' as const), socketId, user: fc.option(user) }),
  fc.record({ kind: fc.constant('leave' as const), socketId }),
  fc.record({ kind: fc.constant('updateProfile' as const), user }),
);

/** Reference model that recounts all sockets. The latest profile of a user wins. */
class Plain {
  readonly sockets = new Map<string, UserView | null>();

  updateProfile(user: UserView): void {
    for (const [id, known] of this.sockets) if (known?.id === user.id) this.sockets.set(id, user);
  }

  get view() {
    const users = new Map([...this.sockets.values()].flatMap((one) => (one ? [[one.id, one] as const] : [])));
    const inOrder = [...users.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { users: inOrder, visitors: [...this.sockets.values()].filter((one) => one === null).length };
  }
}

it('[RT4] occupancy counts users once and visitors by socket, and reports visible changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [crowd, plain] = [new RoomOccupancy(), new Plain()];
      const inOrder = () => {
        const { users, visitors } = crowd.view();
        return { users: users.toSorted((a, b) => (a.id < b.id ? -1 : 1)), visitors };
      };
      for (const one of steps) {
        const before = inOrder();
        let isSeen: boolean;
        switch (one.kind) {
          case 'enter':
            plain.sockets.set(one.socketId, one.user);
            if (one.user) plain.updateProfile(one.user);
            isSeen = crowd.enter(one.socketId, one.user);
            break;
          case 'leave':
            plain.sockets.delete(one.socketId);
            isSeen = crowd.leave(one.socketId);
            break;
          case 'updateProfile':
            plain.updateProfile(one.user);
            isSeen = crowd.updateProfile(one.user);
            break;
          default:
            throw new Error(one satisfies never);
        }
        expect(inOrder()).toEqual(plain.view);
        if (!isSeen) expect(isSameOccupancy(before, inOrder())).toBe(true);
        expect(crowd.isEmpty).toBe(plain.sockets.size === 0);
      }
    }),
  );
});
