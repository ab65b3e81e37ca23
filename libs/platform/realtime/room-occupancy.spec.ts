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
class ReferenceModel {
  readonly sockets = new Map<string, UserView | null>();

  updateProfile(user: UserView): void {
    for (const [id, known] of this.sockets) if (known?.id === user.id) this.sockets.set(id, user);
  }

  get view() {
    const users = new Map([...this.sockets.values()].flatMap((one) => (one ? [[one.id, one] as const] : [])));
    const sorted = [...users.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { users: sorted, visitors: [...this.sockets.values()].filter((one) => one === null).length };
  }
}

it('[RT4] occupancy counts users once and visitors by socket, and reports visible changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [occupancy, model] = [new RoomOccupancy(), new ReferenceModel()];
      const sortedView = () => {
        const { users, visitors } = occupancy.view();
        return { users: users.toSorted((a, b) => (a.id < b.id ? -1 : 1)), visitors };
      };
      for (const one of steps) {
        const before = sortedView();
        let hasChanged: boolean;
        switch (one.kind) {
          case 'enter':
            model.sockets.set(one.socketId, one.user);
            if (one.user) model.updateProfile(one.user);
            hasChanged = occupancy.enter(one.socketId, one.user);
            break;
          case 'leave':
            model.sockets.delete(one.socketId);
            hasChanged = occupancy.leave(one.socketId);
            break;
          case 'updateProfile':
            model.updateProfile(one.user);
            hasChanged = occupancy.updateProfile(one.user);
            break;
          default:
            throw new Error(one satisfies never);
        }
        expect(sortedView()).toEqual(model.view);
        if (!hasChanged) expect(isSameOccupancy(before, sortedView())).toBe(true);
        expect(occupancy.isEmpty).toBe(model.sockets.size === 0);
      }
    }),
  );
});
