export type Role = 'viewer' | 'editor' | 'owner';
export type Visibility = 'public' | 'private';

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly visibility: Visibility;
  readonly language: 'zh' | 'en';
  readonly ownerId: string;
  readonly createdAt: number;
  /** Seq of the newest event of its log; 0 before the first. */
  readonly lastSeq: number;
  /** When something last happened in it: the lobby's order. */
  readonly activeAt: number;
}

/** What a member may do is stored; everybody else reads public rooms, and cannot tell a private room from none. */
export const roleIn = (room: Pick<Room, 'visibility'>, stored: Role | null): Role | null =>
  stored ?? (room.visibility === 'public' ? 'viewer' : null);

export const mayWrite = (role: Role): boolean => role !== 'viewer';

/** What a search compares: names that look alike in another width or case are found alike. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();
