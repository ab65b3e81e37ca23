import type { SnapshotState, RoomEvent } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import type { z } from 'zod';
import type { RoomConnection } from '../../shared/room-connection.js';
import { Conversation, EMPTY_CONVERSATION, type Gap } from './conversation.js';
import { MAX_MESSAGES, useMessagePages } from './use-message-pages.js';
import { findAnchor, isInGap, type MessageAnchor } from './message-anchor.js';

/** The message to scroll to and to highlight. A new object with each request. */
export interface ScrollTarget {
  readonly seq: number;
  readonly messageId: string | null;
}

/** The displayed messages. While held they stay unchanged: a new state shows once the reader's position is loaded. */
function makeShown(known: Conversation) {
  const conversation = shallowRef(EMPTY_CONVERSATION);
  let held = false;
  const show = (): void => void (held || (conversation.value = known.view));
  function hold(is: boolean): void {
    held = is;
    show();
  }
  return { conversation, show, hold };
}

/** The loaded history of the room. */
export function useMessageHistory(connection: Readonly<Ref<RoomConnection | null>>) {
  const known = new Conversation();
  const { loading, ...pages } = useMessagePages(connection, known);
  const { conversation, show, hold } = makeShown(known);
  const target = shallowRef<ScrollTarget | null>(null);
  /** Null while the reader is at the end. */
  let reading: number | null = null;

  const find = (messageAnchor: MessageAnchor) => findAnchor(conversation.value, messageAnchor);

  function reset(fresh: z.infer<typeof SnapshotState> | null, seq = 0): void {
    known.reset(fresh, seq);
    if (!fresh) [target.value, reading] = [null, null];
    hold(reading !== null);
  }

  function apply(event: RoomEvent): void {
    known.apply(event);
    if (reading === null && conversation.value.messages.length > 2 * MAX_MESSAGES) {
      known.trim(event.seq, MAX_MESSAGES, MAX_MESSAGES);
    }
    show();
  }

  /** The page before the oldest loaded message. @throws Rejection */
  async function loadOlder(): Promise<void> {
    const oldest = conversation.value.messages[0];
    if (!oldest || !conversation.value.hasMore) return;
    await pages.before(oldest.seq, 'older');
    show();
  }

  /** Loads a page of a gap from the reader's side. @throws Rejection */
  async function fillGap({ afterSeq, beforeSeq }: Gap, from: 'above' | 'below'): Promise<void> {
    await (from === 'above' ? pages.after(afterSeq) : pages.before(beforeSeq, `gap ${beforeSeq}`));
    show();
  }

  /** Loads a page around a position and scrolls to it. @throws Rejection CHAT_MESSAGE_NOT_FOUND and others */
  async function jumpTo(messageAnchor: MessageAnchor): Promise<void> {
    if (!find(messageAnchor)) await pages.around(messageAnchor);
    show();
    const found = find(messageAnchor);
    if (found) target.value = { seq: found.seq, messageId: found.id };
  }

  /** Reloads around the reader after a reset. @throws Rejection */
  async function reloadAroundReader(): Promise<void> {
    const [seq, before] = [reading, known.generation];
    if (seq === null) return;
    const exists = !isInGap(known.view, seq);
    const over = () => known.generation === before && hold(false);
    if (!exists) await pages.around({ seq }).finally(over);
    else over();
    if (!exists && known.generation === before) target.value = { seq, messageId: null };
  }

  const views = {
    /** The loaded messages; `gaps` load when they become visible. */
    conversation,
    /** Set by `goTo` and after a reset: scroll there. */
    target,
    loading,
    /**
     * Sets the reading position; messages around it are kept. Null means the end. Cheap enough for every scroll
     * event.
     */
    setReadPosition: (seq: number | null): void => void (reading = seq),
  };
  return { known, show, ...views, reset, apply, loadOlder, fillGap, jumpTo, reloadAroundReader };
}
