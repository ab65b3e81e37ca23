import type { MessageView } from '@visionary/contract';

/** Whether a message is one that its reader is told of: not their own, not removed, of nobody they have blocked. */
export type CountsAsUnread = (message: MessageView) => boolean;

/**
 * Where the line "2 new" stands: before the first message that came while nobody looked, or that the user has not read
 * on any device.
 */
export class UnreadDivider {
  /** Messages after this seq are new; null: none are. */
  afterSeq: number | null = null;
  /** What came later was watched coming: the line does not count it. */
  upToSeq = 0;
  private lastSeq: number | null = null;
  private readSeq: number | null = null;
  private looked = true;

  /** The messages as they are now. What was there when the room opened is new only as far as `marked` says so. */
  messages(list: readonly MessageView[], attentive: boolean, countsAsUnread: CountsAsUnread): void {
    const newest = list.at(-1);
    if (!newest) return;
    const before = this.lastSeq;
    this.lastSeq = newest.seq;
    if (before === null || newest.seq <= before) return;
    const hasUnread = list.some((message) => message.seq > before && countsAsUnread(message));
    if (attentive || !hasUnread) return;
    // What I looked at since is no longer new; what I have not seen yet stays.
    if (this.afterSeq === null || this.looked) this.afterSeq = before;
    this.upToSeq = newest.seq;
    this.looked = false;
  }

  /**
   * What the server knows I have read, on whatever device. The first time it says where the line stands; going back, that
   * I marked something as unread; going on, that I looked elsewhere. While I look it may lag behind: then it says nothing.
   */
  marked(readSeq: number, list: readonly MessageView[], attentive: boolean, countsAsUnread: CountsAsUnread): void {
    const before = this.readSeq;
    if (attentive && before !== null && readSeq < before) return;
    this.readSeq = readSeq;
    const hasUnread = list.some((message) => message.seq > readSeq && countsAsUnread(message));
    if (!hasUnread) this.look();
    else if (before === null || readSeq < before) {
      this.afterSeq = readSeq;
      this.upToSeq = list.at(-1)?.seq ?? readSeq;
      this.looked = false;
    }
  }

  /** The reader is at the end and looks. The line stays until something newer comes, so that nothing moves. */
  look(): void {
    this.looked = true;
  }

  /** The reader answered: nothing is new any more. */
  answered(): void {
    this.afterSeq = null;
    this.looked = true;
  }

  /** What is still to be looked at. */
  count(list: readonly MessageView[], countsAsUnread: CountsAsUnread): number {
    const after = this.afterSeq;
    if (after === null || this.looked) return 0;
    return list.filter((message) => message.seq > after && countsAsUnread(message)).length;
  }
}
