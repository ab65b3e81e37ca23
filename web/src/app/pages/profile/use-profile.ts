import type { ProfileDetail } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useFollowsStore, useMeStore } from '../../../accounts/index.js';
import { call } from '../../../shared/api/index.js';
import { toRejection, type Rejection } from '../../../shared/api/rejection.js';
import { useSessionStore } from '../../../shared/session/index.js';

/** A user's profile, and their follow and block relations with me. */
export function useProfile(userId: string) {
  const session = useSessionStore();
  const [follows, me] = [useFollowsStore(), useMeStore()];
  const detail = shallowRef<ProfileDetail | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const followers = shallowRef(0);
  let turn = 0;

  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const reply = await call('profile', { params: { userId } });
      if (current !== turn) return;
      detail.value = reply;
      followers.value = reply.profile.counts.followers;
      rejection.value = null;
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }
  /** Shows the change at once and reverts it if the server rejects it. @throws Rejection */
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

  /** The state shared by all tabs; before it arrives, that of the loaded profile. */
  const isNotified = computed(() => me.connectedAs !== null);
  return {
    ...{ detail, rejection, followers, load, follow },
    isMe: computed(() => session.me?.id === userId),
    isFollowed: computed(() =>
      isNotified.value ? follows.has(userId) : (detail.value?.viewerState?.follows ?? false),
    ),
    isBlocked: computed(() =>
      isNotified.value ? me.blockedIds.has(userId) : (detail.value?.viewerState?.blocked ?? false),
    ),
  };
}
