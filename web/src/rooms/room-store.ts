import {
  LEAST_PACED_PEOPLE,
  presentCount as countPresent,
  type Pace,
  type PresenceView,
  type RoomSettings,
  type RoomSnapshot,
  type RoomView,
  type UserView,
} from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Rejection } from '../shared/api/rejection.js';
import { useSessionStore } from '../shared/session/index.js';
import { useMyPermissions } from './permissions/use-my-permissions.js';

/** `cut`: offline, the content may be outdated. `catchingUp`: reconnected, missing events are loading. */
export type RoomConnectionState = 'opening' | 'live' | 'catchingUp' | 'cut' | 'rejected';

const NO_PRESENCE: PresenceView = { users: [], visitors: 0 };

/** The open room: its data, who is present, my permissions, and the connection state. */
export const useRoomStore = defineStore('room', () => {
  const room = shallowRef<RoomView | null>(null);
  const presence = shallowRef(NO_PRESENCE);
  const connectionState = shallowRef<RoomConnectionState>('opening');
  const rejection = shallowRef<Rejection | null>(null);
  const publicPace = shallowRef<Pace>(0);
  const session = useSessionStore();
  const permissions = useMyPermissions(room);
  /** Incremented when a removed user enters again. */
  const entryCount = shallowRef(0);

  function enter(): void {
    room.value = null;
    presence.value = NO_PRESENCE;
    connectionState.value = 'opening';
    rejection.value = null;
    permissions.reset({ role: 'viewer' });
  }

  function applySnapshot(snapshot: RoomSnapshot): void {
    room.value = snapshot.room;
    presence.value = snapshot.presence;
    publicPace.value = snapshot.publicPace ?? 0;
    rejection.value = null;
    permissions.reset(snapshot);
  }

  const applyPresence = (now: PresenceView): void => void (presence.value = now);

  function applyChanged(changes: Partial<RoomSettings>): void {
    if (room.value) room.value = { ...room.value, ...changes };
  }
  /** `at` null: unarchived. */
  function applyArchived(at: number | null): void {
    if (!room.value) return;
    const { archivedAt: _, ...rest } = room.value;
    room.value = at === null ? rest : { ...rest, archivedAt: at };
  }

  /** Of a direct room: whether messages arrive, and whose wait for acceptance. */
  function applyReachability(isUnreachable: boolean, requestBy: string | undefined): void {
    permissions.applyReachability(isUnreachable);
    if (!room.value) return;
    const { requestBy: _, ...rest } = room.value;
    room.value = requestBy === undefined ? rest : { ...rest, requestBy };
  }

  function setConnectionState(now: RoomConnectionState, reason: Rejection | null = null): void {
    connectionState.value = now;
    rejection.value = reason;
  }
  const reenter = (): void => void (entryCount.value += 1);

  /** The displayed state may be incomplete while events are loading. */
  const isCatchingUp = computed(() => connectionState.value === 'catchingUp');
  /** Who else is here first: a row of few avatars says more by others than by the viewer. */
  const othersFirst = computed(() => {
    const isMe = ({ id }: UserView) => id === session.me?.id;
    return [...presence.value.users.filter((user) => !isMe(user)), ...presence.value.users.filter(isMe)];
  });
  /** Counts the viewer, even if presence is hidden. */
  const presentCount = computed(() => Math.max(1, countPresent(presence.value)));
  /** How slowly takes render while the room chose nothing else. */
  const defaultPace = computed(() => {
    const hasDefault = room.value?.visibility === 'public' && presentCount.value >= LEAST_PACED_PEOPLE;
    return hasDefault ? publicPace.value : 0;
  });
  const visitorCount = computed(() => {
    const isHiddenVisitor = countPresent(presence.value) === 0 && !session.signedIn;
    return isHiddenVisitor ? 1 : presence.value.visitors;
  });
  /** Anyone may share the address of a public room. To members of an archived one, the dialog explains why nobody can join. */
  const mayInvite = computed(() => {
    const { direct, visibility, archivedAt } = room.value ?? {};
    if (direct) return false;
    const isArchivedMember = archivedAt !== undefined && permissions.role.value !== 'viewer';
    return permissions.mayWrite.value || visibility === 'public' || isArchivedMember;
  });
  return {
    room,
    presence,
    connectionState,
    rejection,
    role: permissions.role,
    isOutsider: permissions.isOutsider,
    mutedUntil: permissions.mutedUntil,
    mayReact: permissions.mayReact,
    mayWrite: permissions.mayWrite,
    maySend: permissions.maySend,
    mayManage: permissions.mayManage,
    readOnlyReason: permissions.readOnlyReason,
    isCatchingUp,
    othersFirst,
    presentCount,
    visitorCount,
    mayInvite,
    defaultPace,
    entryCount,
    enter,
    applySnapshot,
    applyPresence,
    applyChanged,
    applyArchived,
    applyRole: permissions.applyRole,
    applyMuted: permissions.applyMuted,
    applyReachability,
    setConnectionState,
    reenter,
  };
});
