import type { PresenceView, Role, RoomSnapshot, RoomView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Refused } from '../shared/refused.js';
import { useSession } from '../shared/session/index.js';

/** `cut`: the line is gone, what is shown may be old. `catchingUp`: it is back and events are being filled in. */
export type Phase = 'opening' | 'live' | 'catchingUp' | 'cut' | 'refused';

const NOBODY: PresenceView = { people: [], visitors: 0 };

/** The room that is open: what it is, who is here, and how near to the present this page is. */
export const useRoom = defineStore('room', () => {
  const session = useSession();
  const room = shallowRef<RoomView | null>(null);
  const role = shallowRef<Role>('viewer');
  const presence = shallowRef(NOBODY);
  const phase = shallowRef<Phase>('opening');
  const refusal = shallowRef<Refused | null>(null);

  function enter(): void {
    room.value = null;
    role.value = 'viewer';
    presence.value = NOBODY;
    phase.value = 'opening';
    refusal.value = null;
  }

  function applySnapshot(snapshot: RoomSnapshot): void {
    room.value = snapshot.room;
    role.value = snapshot.role;
    presence.value = snapshot.presence;
    refusal.value = null;
  }

  function applyPresence(now: PresenceView): void {
    presence.value = now;
  }

  function applyRole(personId: string, now: Role): void {
    if (personId === session.me?.id) role.value = now;
  }

  function goTo(now: Phase, why: Refused | null = null): void {
    phase.value = now;
    refusal.value = why;
  }

  const mayWrite = computed(() => session.signedIn && role.value !== 'viewer');
  const mayManage = computed(() => session.signedIn && role.value === 'owner');
  const here = computed(() => presence.value.people.length + presence.value.visitors);
  const state = { room, role, presence, phase, refusal, mayWrite, mayManage, here };
  return { ...state, enter, applySnapshot, applyPresence, applyRole, goTo };
});
