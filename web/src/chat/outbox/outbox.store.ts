import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import { useMe } from '../../me/me.store.js';
import { tellOfStars } from '../../safety/checks/stars-told.js';
import { freshId } from '../../shared/fresh-id.js';
import { inOneTab } from '../../shared/one-tab.js';
import type { RoomDoor } from '../../shared/room-door.js';
import { useSocket } from '../../shared/socket/index.js';
import { tabChannel } from '../../shared/tab-channel.js';
import { browserShelf } from './browser-shelf.js';
import { deliver, wordsOf } from './deliver.js';
import { Outbox, type Kept, type OutboxNews } from './outbox.js';

/** What people at this browser said and changed and the server does not have yet, of all rooms, whatever page is open. */
export const useOutbox = defineStore('outbox', () => {
  const socket = useSocket();
  const me = useMe();
  const list = shallowRef<readonly Kept[]>([]);
  let door: RoomDoor | null = null;
  const refusalHeard = new Set<(kept: Kept) => void>();

  const outbox: Outbox = new Outbox({
    shelf: browserShelf,
    tell: tabChannel<OutboxNews>('outbox', (news) => outbox.heard(news)),
    connectedAs: () => me.connectedAs,
    // Not queued: it goes out over this very connection, which is its author's, or not at all.
    deliver: async (kept) => {
      const event = await deliver(socket, kept);
      tellOfStars(...wordsOf(kept, event));
      return event;
    },
    exclusively: (work) => inOneTab('visionary.outbox', work),
    hear: (event) => (door?.roomId === event.roomId ? door.hear(event) : undefined),
    willLog: (roomId, seq) => door?.roomId === roomId && door.seq() < seq,
    changed: () => void (list.value = outbox.list),
    refused: (kept) => refusalHeard.forEach((tell) => tell(kept)),
    later: (afterMs) => void setTimeout(() => void outbox.send(), afterMs),
    freshId,
    now: Date.now,
  });

  watch(
    () => me.connectedAs,
    (now) => (now === null ? undefined : void outbox.send()),
  );
  void outbox.open();

  return {
    list,
    /** The room that is open here: its log settles what it has. */
    enter: (through: RoomDoor | null): void => void (door = through),
    add: outbox.add.bind(outbox),
    again: outbox.again.bind(outbox),
    discard: outbox.discard.bind(outbox),
    settle: outbox.settle.bind(outbox),
    settleUpTo: outbox.settleUpTo.bind(outbox),
    /** The server will not have something, whichever tab asked it. */
    onRefused: (tell: (kept: Kept) => void): void => void refusalHeard.add(tell),
  };
});
