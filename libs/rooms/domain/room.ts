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
  /** `direct`: two users alone, without roles, links and bans. */
  readonly kind: 'room' | 'direct';
  /** What whoever comes into it becomes, where it is public. */
  readonly defaultRole: 'viewer' | 'editor';
  /** Since when nobody writes in it. */
  readonly archivedAt: number | null;
}

/** What its owners decide about a room. */
export type RoomSettings = Pick<Room, 'name' | 'topic' | 'visibility' | 'language' | 'defaultRole'>;

/** What is stored of somebody in a room. */
export interface RoomMembershipRow {
  readonly room: Room;
  /** Null for whoever does not belong to it. */
  readonly stored: Role | null;
  readonly isBanned: boolean;
  /** May be in the past. */
  readonly mutedUntil: number | null;
  /** The other of the two in a direct room. */
  readonly otherUserId: string | null;
}

/** What a member may do is stored; everybody else reads public rooms, and cannot tell a private room from none. */
export const roleIn = ({ room, stored }: Pick<RoomMembershipRow, 'room' | 'stored'>): Role | null =>
  stored ?? (room.visibility === 'public' ? 'viewer' : null);

/** Whether everybody's lobby shows it. */
export const isOpen = ({ visibility, archivedAt }: Room): boolean => visibility === 'public' && archivedAt === null;

/** What a search compares: names that look alike in another width or case are found alike. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();
