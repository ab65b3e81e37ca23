import type { UserView } from '@visionary/contract';
import { computed } from 'vue';
import { usePages } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

export interface MessageSearchQuery {
  readonly text: string;
  readonly scope: 'room' | 'mine';
  readonly author: UserView | null;
  /** Days from the date field, `2026-11-25`, in the local time zone; '' if none is set. */
  readonly from: string;
  readonly until: string;
}

/** Searches while the user types. */
export function useMessageSearch(roomId: () => string, query: () => MessageSearchQuery) {
  const socket = useSocket();
  const isActive = computed(() => {
    const { text, author, from, until } = query();
    return text.trim() !== '' || author !== null || from !== '' || until !== '';
  });

  const { items, next, first, rejection, loading, loadingMore, nextPageRejection, load, more } = usePages(
    async (after) => {
      const { text, scope } = query();
      const filters = { ...filtersOf(query()), ...after };
      const page =
        scope === 'room'
          ? await socket.send('chat.search', { roomId: roomId(), ...filters })
          : await socket.send('chat.searchMyRooms', filters);
      return { ...page, text };
    },
    ({ hits }) => hits,
    ({ message }) => message.id,
    { on: query, when: () => isActive.value, debounceMs: 250 },
  );
  return {
    hits: items,
    next,
    total: computed(() => first.value?.total ?? 0),
    /** The text that `hits` are the results of. */
    answered: computed(() => first.value?.text ?? ''),
    rejection: computed(() => rejection.value ?? nextPageRejection.value),
    isSearching: computed(() => loading.value || loadingMore.value),
    more,
    retry: () => void (rejection.value || !nextPageRejection.value ? load() : more()),
  };
}

function filtersOf({ text, author, from, until }: MessageSearchQuery) {
  return {
    text,
    ...(author ? { authorId: author.id } : {}),
    ...(from ? { from: startOf(from) } : {}),
    ...(until ? { until: startOf(until, 1) } : {}),
  };
}

/** The start of a day, or of a day some days later, in the local time zone. */
function startOf(day: string, daysAfter = 0): number {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysAfter);
  return date.getTime();
}
