import { computed, shallowRef } from 'vue';
import { useFollowsStore, useMeStore } from '../../../accounts/index.js';
import { call } from '../../../shared/api/index.js';
import { useQuery } from '../../../shared/query/index.js';
import { useSessionStore } from '../../../shared/session/index.js';

/** A user's profile, and their follow and block relations with me. */
export function useProfile(userId: string) {
  const session = useSessionStore();
  const [follows, me] = [useFollowsStore(), useMeStore()];
  const followers = shallowRef(0);
  const {
    data: detail,
    rejection,
    load,
  } = useQuery(() => call('profile', { params: { userId } }), {
    on: [() => session.viewerKey, () => session.me?.bio, () => me.blockedIds],
    onReply: ({ profile }) => (followers.value = profile.counts.followers),
  });
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

  /** The state shared by all tabs; before it arrives, that of the loaded profile. */
  const isSynchronized = computed(() => me.connectedAs !== null);
  return {
    detail,
    rejection,
    followers,
    load,
    follow,
    isMe: computed(() => session.me?.id === userId),
    isFollowed: computed(() =>
      isSynchronized.value ? follows.has(userId) : (detail.value?.viewerState?.follows ?? false),
    ),
    isBlocked: computed(() =>
      isSynchronized.value ? me.blockedIds.has(userId) : (detail.value?.viewerState?.blocked ?? false),
    ),
  };
}
