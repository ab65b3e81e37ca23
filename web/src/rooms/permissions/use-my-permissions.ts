import type { Role, RoomSnapshot, RoomView } from '@visionary/contract';
import { computed, shallowRef, type Ref } from 'vue';
import { useBlocksStore } from '../../accounts/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { directMessagePeer } from '../direct-message-peer.js';
import { roomPermissions } from './room-permissions.js';

/** The maximum delay of a browser timer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

type MyPart = Pick<RoomSnapshot, 'role' | 'isOutsider' | 'mutedUntil' | 'isUnreachable'>;

/**
 * Whether messages reach the other user of a direct room: not if either has blocked the other, or the other is
 * deleted.
 */
function useReachability(room: Readonly<Ref<RoomView | null>>) {
  const session = useSessionStore();
  const blocks = useBlocksStore();
  /** The server reports the mute and its end. */
  const isRejectedByServer = shallowRef(false);
  const other = computed(() => room.value && directMessagePeer(room.value, session.me?.id));
  const isBlocked = computed(() => other.value !== undefined && other.value !== null && blocks.has(other.value.id));
  return {
    isRejectedByServer,
    isUnreachable: computed(() => isBlocked.value || (isRejectedByServer.value && !!other.value)),
  };
}

const requestOf = (room: RoomView | null, myId: string | undefined): 'mine' | 'theirs' | null => {
  if (room?.requestBy === undefined) return null;
  return room.requestBy === myId ? 'mine' : 'theirs';
};

/** My permissions in the open room, live: changed by others, and when a mute ends. */
export function useMyPermissions(room: Readonly<Ref<RoomView | null>>) {
  const session = useSessionStore();
  const role = shallowRef<Role>('viewer');
  const isOutsider = shallowRef(false);
  const mutedUntil = shallowRef<number | null>(null);
  const { isUnreachable, isRejectedByServer } = useReachability(room);
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Null: not muted. */
  function mute(until: number | null): void {
    clearTimeout(timer);
    const waitMs = (until ?? 0) - Date.now();
    mutedUntil.value = waitMs > 0 ? until : null;
    if (waitMs > 0) timer = setTimeout(() => mute(until), Math.min(waitMs, LONGEST_WAIT_MS));
  }
  function reset(current: MyPart): void {
    role.value = current.role;
    isOutsider.value = current.isOutsider === true;
    mute(current.mutedUntil ?? null);
    isRejectedByServer.value = current.isUnreachable === true;
  }
  const applyReachability = (isUnreachable: boolean): void => void (isRejectedByServer.value = isUnreachable);
  function applyRole(userId: string, now: Role): void {
    if (userId !== session.me?.id) return;
    role.value = now;
    isOutsider.value = false;
  }
  function applyMuted(userId: string, until: number | null): void {
    if (userId === session.me?.id) mute(until);
  }

  const permissions = computed(() =>
    roomPermissions({
      signedIn: session.signedIn,
      role: role.value,
      isOutsider: isOutsider.value,
      room: room.value,
      isMuted: mutedUntil.value !== null,
      isUnreachable: isUnreachable.value,
      request: requestOf(room.value, session.me?.id),
    }),
  );
  return {
    role,
    isOutsider,
    mutedUntil,
    mayReact: computed(() => permissions.value.mayReact),
    mayWrite: computed(() => permissions.value.mayWrite),
    maySend: computed(() => permissions.value.maySend),
    mayManage: computed(() => permissions.value.mayManage),
    /** Why the room is read-only for me. */
    readOnlyReason: computed(() => permissions.value.readOnlyReason),
    reset,
    applyRole,
    applyMuted,
    applyReachability,
  };
}
