import type { RoomView } from '@visionary/contract';
import { call as callServer } from '../../shared/api/index.js';

const HOURS = 168;

/** The server tells the address of a link once, so the browser keeps it until the tab is closed. */
interface SavedLink {
  readonly id: string;
  readonly path: string;
}

const keyOf = (userId: string, roomId: string) => `visionary.invite.${userId}.${roomId}`;

function read(storage: Pick<Storage, 'getItem'>, key: string): SavedLink | null {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') as SavedLink | null;
  } catch {
    return null;
  }
}

/**
 * A link that is ready to be shared: for 7 days, with the role that the room gives. One that was made before is used again as long
 * as it is active.
 * @returns its path
 * @throws Rejection
 */
export async function readyInviteLink(
  { id: roomId, defaultRole }: Pick<RoomView, 'id' | 'defaultRole'>,
  userId: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage,
  call: typeof callServer = callServer,
): Promise<string> {
  const key = keyOf(userId, roomId);
  const saved = read(storage, key);
  if (saved) {
    const { invitations } = await call('invitations', { params: { roomId } });
    if (invitations.some(({ id }) => id === saved.id)) return saved.path;
  }
  const { id, path } = await call('createInvitation', {
    params: { roomId },
    body: { role: defaultRole, hours: HOURS },
  });
  storage.setItem(key, JSON.stringify({ id, path } satisfies SavedLink));
  return path;
}
