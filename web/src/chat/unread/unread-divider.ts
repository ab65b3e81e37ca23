import type { MessageView } from '@visionary/contract';

/** Whether a message counts as unread: not the reader's own, not removed, and not by a blocked user. */
export type CountsAsUnread = (message: MessageView) => boolean;

/**
 * The position of the "2 new" divider: before the first message that arrived while the user was not looking, or that
 * they have not read on any device.
 */
export class UnreadDivider {
  /** Messages after this seq are unread; null if none are. */
  afterSeq: number | null = null;
  /** Messages after this seq were seen as they arrived and are not counted. */
  upToSeq = 0;
  private lastSeq: number | null = null;
  private readSeq: number | null = null;
  private isSeen = true;

  /** Applies the current messages. Those present when the room opened are unread only according to `marked`. */
  applyMessages(list: readonly MessageView[], isReading: boolean, countsAsUnread: CountsAsUnread): void {
    const newest = list.at(-1);
    if (!newest) return;
    const before = this.lastSeq;
    this.lastSeq = newest.seq;
    if (before === null || newest.seq <= before) return;
    const hasUnread = list.some((message) => message.seq > before && countsAsUnread(message));
    if (isReading || !hasUnread) return;
    // What was seen meanwhile is no longer unread; the rest stays.
    if (this.afterSeq === null || this.isSeen) this.afterSeq = before;
    this.upToSeq = newest.seq;
    this.isSeen = false;
  }

  /**
   * Applies the read state of the server, from any device. The first one sets the divider; a lower one means marked as
   * unread; a higher one means read elsewhere. While the user looks it may lag behind and is ignored.
   */
  applyReadState(
    readSeq: number,
    list: readonly MessageView[],
    isReading: boolean,
    countsAsUnread: CountsAsUnread,
  ): void {
    const before = this.readSeq;
    if (isReading && before !== null && readSeq < before) return;
    this.readSeq = readSeq;
    const hasUnread = list.some((message) => message.seq > readSeq && countsAsUnread(message));
    if (!hasUnread) this.markSeen();
    else if (before === null || readSeq < before) {
      this.afterSeq = readSeq;
      this.upToSeq = list.at(-1)?.seq ?? readSeq;
      this.isSeen = false;
    }
  }

  /** The reader is at the end and looking. The divider stays until a newer message, so that nothing moves. */
  markSeen(): void {
    this.isSeen = true;
  }

  /** The reader replied: nothing is unread. */
  clear(): void {
    this.afterSeq = null;
    this.isSeen = true;
  }

  /** The unseen messages. */
  count(list: readonly MessageView[], countsAsUnread: CountsAsUnread): number {
    const after = this.afterSeq;
    if (after === null || this.isSeen) return 0;
    return list.filter((message) => message.seq > after && countsAsUnread(message)).length;
  }
}
