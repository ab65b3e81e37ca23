import type { ReadState } from '@visionary/contract';

export type ReadMarkers = ReadonlyMap<string, ReadState>;

/** The unread count at the room's notification level. `mentions` counts mentions and replies among `unread`. */
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

/** The sum over all rooms except the one being read. */
export function totalUnread(readMarkers: ReadMarkers, attendedRoomId: string | null): Unread {
  const counted = [...readMarkers.values()].filter(({ roomId }) => roomId !== attendedRoomId).map(unreadAtLevel);
  return counted.reduce(
    (sum, { unread, mentions }) => ({ unread: sum.unread + unread, mentions: sum.mentions + mentions }),
    {
      ...NOTHING_UNREAD,
    },
  );
}

/** The expected read state before the server confirms it. */
export const markReadUpTo = (readState: ReadState, seq: number): ReadState =>
  seq <= readState.readSeq ? readState : { ...readState, readSeq: seq, unread: 0, mentions: 0 };
