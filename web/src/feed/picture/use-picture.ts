import type { PostDetail } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { useNotifications } from '../../me/notifications.store.js';
import { isOfSafety } from '../../me/safety-words.js';
import { asRefused, type Refused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { usePosts } from '../posts.store.js';

/** Taken down, and put back while the page was open; its author is told even where it was gone before they came. */
function whenPutBack(postId: string, again: () => void): void {
  useSocket().on('feed.published', ({ post: { id } }) => id === postId && again());
  onScopeDispose(useNotifications().onNews((news) => isOfSafety(news) && again()));
}

/** One picture while its page is open: what is known of it, moving as it moves; after a cut it is fetched anew. */
export function usePicture(postId: string) {
  const socket = useSocket();
  const session = useSession();
  const posts = usePosts();
  const detail = shallowRef<PostDetail | null>(null);
  const refused = shallowRef<Refused | null>(null);
  let turn = 0;

  /** Fetches it; of several that overlap the last one counts. What is known stays where that fails. */
  async function load(): Promise<void> {
    const mine = ++turn;
    try {
      const told = await call('post', { params: { postId } });
      if (mine !== turn) return;
      posts.note({ posts: [told.post], mine: { [postId]: told.mine?.reactions ?? [] } });
      detail.value = told;
      refused.value = null;
    } catch (error) {
      if (mine === turn) refused.value = asRefused(error);
    }
  }
  /** From now on it is told what moves, and counts as looked at. */
  async function open(): Promise<void> {
    try {
      posts.count(postId, (await socket.send('feed.open', { postId })).counts);
    } catch (error) {
      // Said again with the next connection; whether it is there at all says its page.
      asRefused(error);
    }
  }
  async function begin(): Promise<void> {
    await load();
    if (detail.value && socket.state.value === 'up') await open();
  }

  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void begin();
  });
  void begin();
  whenPutBack(postId, () => (posts.isGone(postId) || refused.value !== null) && void begin());
  onScopeDispose(() => {
    turn += 1;
    if (socket.state.value === 'up') void socket.send('feed.close', { postId }).catch(asRefused);
  });

  const post = computed(() => posts.get(postId) ?? detail.value?.post ?? null);
  /** Whoever may edit may do so as soon as it is known to be theirs, and a visitor nothing. */
  const mine = computed(() => (session.signedIn ? (detail.value?.mine ?? null) : null));
  function inCollection(collectionId: string, is: boolean): void {
    const known = detail.value;
    if (!known?.mine) return;
    const others = known.mine.collectionIds.filter((id) => id !== collectionId);
    const collectionIds = is ? [...others, collectionId] : others;
    detail.value = { ...known, mine: { ...known.mine, collectionIds } };
  }
  return { post, detail, mine, refused, isGone: computed(() => posts.isGone(postId)), load, inCollection };
}
