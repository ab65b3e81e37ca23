import type { ReadMark } from '@visionary/contract';

export type Marks = ReadonlyMap<string, ReadMark>;

/** What of a room asks for its reader's eyes, at the level they chose: `calls` are mentions and answers among `unread`. */
export interface Unread {
  readonly unread: number;
  readonly calls: number;
}

export const NOTHING_UNREAD: Unread = { unread: 0, calls: 0 };

export function unreadBy({ unread, mentions, notify }: ReadMark): Unread {
  switch (notify) {
    case 'all':
      return { unread, calls: mentions };
    case 'mentions':
      return { unread: mentions, calls: mentions };
    case 'nothing':
      return NOTHING_UNREAD;
    default:
      return notify satisfies never;
  }
}

/** Over all rooms but the one that is being read this moment. */
export function totalUnread(marks: Marks, attendedRoomId: string | null): Unread {
  const counted = [...marks.values()].filter(({ roomId }) => roomId !== attendedRoomId).map(unreadBy);
  return counted.reduce((sum, { unread, calls }) => ({ unread: sum.unread + unread, calls: sum.calls + calls }), {
    ...NOTHING_UNREAD,
  });
}

/** What I see before the server has said it: up to here everything is read. */
export const readUpTo = (mark: ReadMark, seq: number): ReadMark =>
  seq <= mark.readSeq ? mark : { ...mark, readSeq: seq, unread: 0, mentions: 0 };

/** "99+" from a hundred on: the badge keeps its size. */
export const badge = (count: number): string => (count > 99 ? '99+' : String(count));
