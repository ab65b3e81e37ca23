import type { ProfileDetail } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useFollowsStore } from '../../../accounts/me/follows-store.js';
import { useMeStore } from '../../../accounts/me/me-store.js';
import { call } from '../../../shared/api/index.js';
import { toRejection, type Rejection } from '../../../shared/api/rejection.js';
import { useSessionStore } from '../../../shared/session/index.js';

/** Somebody's page: what it says of them, and what there is between them and me. */
export function useProfile(userId: string) {
  const session = useSessionStore();
  const [follows, me] = [useFollowsStore(), useMeStore()];
  const detail = shallowRef<ProfileDetail | null>(null);
  const refused = shallowRef<Rejection | null>(null);
  const followers = shallowRef(0);
  let turn = 0;

  async function load(): Promise<void> {
    const mine = ++turn;
    try {
      const told = await call('profile', { params: { userId } });
      if (mine !== turn) return;
      detail.value = told;
      followers.value = told.profile.counts.followers;
      refused.value = null;
    } catch (error) {
      if (mine === turn) refused.value = toRejection(error);
    }
  }
  /** Shows at once, and is taken back where the server says no. @throws Refused */
  async function follow(on: boolean): Promise<void> {
    const before = followers.value;
    followers.value += on ? 1 : -1;
    try {
      followers.value = await follows.follow(userId, on);
    } catch (error) {
      followers.value = before;
      throw error;
    }
  }
  watch([() => session.viewerKey, () => session.me?.bio, () => me.blockedIds], () => void load());
  void load();

  /** What all my pages show of it; until they have been told, what came with the page. */
  const isTold = computed(() => me.connectedAs !== null);
  return {
    ...{ detail, refused, followers, load, follow },
    isMe: computed(() => session.me?.id === userId),
    isFollowed: computed(() => (isTold.value ? follows.has(userId) : (detail.value?.viewerState?.follows ?? false))),
    isBlocked: computed(() =>
      isTold.value ? me.blockedIds.has(userId) : (detail.value?.viewerState?.blocked ?? false),
    ),
  };
}
