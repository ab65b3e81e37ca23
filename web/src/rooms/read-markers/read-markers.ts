import type { ReadState } from '@visionary/contract';

export type ReadMarkers = ReadonlyMap<string, ReadState>;

/** What of a room asks for its reader's eyes, at the level they chose: `calls` are mentions and answers among `unread`. */
export interface Unread {
  readonly unread: number;
  readonly mentions: number;
}

export const NOTHING_UNREAD: Unread = { unread: 0, mentions: 0 };

export function unreadAtLevel({ unread, mentions, notificationLevel }: ReadState): Unread {
  switch (notificationLevel) {
    case 'all':
      return { unread, mentions };
    case 'mentions':
      return { unread: mentions, mentions };
    case 'nothing':
      return NOTHING_UNREAD;
    default:
      return notificationLevel satisfies never;
  }
}

/** Over all rooms but the one that is being read this moment. */
export function totalUnread(readMarkers: ReadMarkers, attendedRoomId: string | null): Unread {
  const counted = [...readMarkers.values()].filter(({ roomId }) => roomId !== attendedRoomId).map(unreadAtLevel);
  return counted.reduce(
    (sum, { unread, mentions }) => ({ unread: sum.unread + unread, mentions: sum.mentions + mentions }),
    {
      ...NOTHING_UNREAD,
    },
  );
}

/** What I see before the server has said it: up to here everything is read. */
export const markReadUpTo = (readState: ReadState, seq: number): ReadState =>
  seq <= readState.readSeq ? readState : { ...readState, readSeq: seq, unread: 0, mentions: 0 };
