import { computed, type Ref } from 'vue';
import type { RoomDoor } from '../shared/room-door.js';
import { useSession } from '../shared/session/index.js';
import { isKeptChange, type KeptChange, type KeptMessage } from './outbox/outbox.js';
import { useOutbox } from './outbox/outbox.store.js';
import type { Said } from './pending-message.js';

/** What I say and change in the room that is open, until its log has it. */
export function makeOutgoing(door: Readonly<Ref<RoomDoor | null>>) {
  const session = useSession();
  const outbox = useOutbox();
  const mine = computed(() => {
    const [roomId, myId] = [door.value?.roomId, session.me?.id];
    return outbox.list.filter((one) => one.roomId === roomId && one.personId === myId);
  });
  const pending = computed(() => mine.value.filter((one): one is KeptMessage => !isKeptChange(one)));
  const changing = computed(() => mine.value.filter(isKeptChange));
  /** Of each message what I last made of its words. */
  const edits = computed<ReadonlyMap<string, KeptChange>>(() => {
    const ofWords = changing.value.filter(({ change }) => change.type === 'chat.edited');
    return new Map(ofWords.map((one) => [one.change.payload.messageId, one]));
  });

  /** Shows at once, in every tab; goes out now or when the line is back, also after a reload, the same until it is answered. */
  function send(said: Said): void {
    if (!door.value || !session.me) return;
    // Plain: what a page holds reactively cannot be kept by the browser nor told to other tabs.
    outbox.add(session.me.id, door.value.roomId, JSON.parse(JSON.stringify(said)) as Said);
  }

  return { pending, changing, edits, send, sendAgain: outbox.again, settle: outbox.discard };
}
