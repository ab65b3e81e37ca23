import type { MessageView } from '@visionary/contract';

/** Where the line "2 new" stands: before the first message that came while nobody looked. */
export class Unseen {
  /** Messages after this seq are new; null: none are. */
  afterSeq: number | null = null;
  private lastSeq: number | null = null;
  private looked = true;

  /** The messages as they are now. What was there when the room opened is not new. */
  messages(list: readonly MessageView[], attentive: boolean, myId: string | undefined): void {
    const newest = list.at(-1);
    if (!newest) return;
    const before = this.lastSeq;
    this.lastSeq = newest.seq;
    if (before === null || newest.seq <= before) return;
    const others = list.some(({ seq, author }) => seq > before && author.id !== myId);
    if (attentive || !others) return;
    // What I looked at since is no longer new; what I have not seen yet stays.
    if (this.afterSeq === null || this.looked) this.afterSeq = before;
    this.looked = false;
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
  count(list: readonly MessageView[], myId: string | undefined): number {
    const after = this.afterSeq;
    if (after === null || this.looked) return 0;
    return list.filter(({ seq, author }) => seq > after && author.id !== myId).length;
  }
}
