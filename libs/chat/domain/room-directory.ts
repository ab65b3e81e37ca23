import type { NotificationLevel } from '@visionary/contract';

export interface RoomInfo {
  readonly id: string;
  readonly name: string;
  /** `direct`: a direct room of two users. */
  readonly kind: 'room' | 'direct';
  readonly visibility: 'public' | 'private';
  readonly lastSeq: number;
}

/** A user whom a message can notify. */
export interface Recipient {
  readonly userId: string;
  readonly notificationLevel: NotificationLevel;
  /** Has opened the room and not left it. */
  readonly isMember: boolean;
}
