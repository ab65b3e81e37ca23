import type { MessageSearchResults, UserView } from '@visionary/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';

export interface MessageSearchQuery {
  readonly text: string;
  readonly where: 'room' | 'mine';
  readonly author: UserView | null;
  /** Days from the date field, `2026-11-25`, in the local time zone; '' if none is set. */
  readonly from: string;
  readonly until: string;
}

/** The debounce while the user types. */
const DEBOUNCE_MS = 250;

/** Searches while the user types; only the newest response counts. */
export function useMessageSearch(roomId: () => string, query: () => MessageSearchQuery) {
  const socket = useSocket();
  const found = shallowRef<MessageSearchResults | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  const isSearching = shallowRef(false);
  /** The query that `found` belongs to. */
  const answered = shallowRef('');
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));

  const isActive = computed(() => {
    const { text, author, from, until } = query();
    return text.trim() !== '' || author !== null || from !== '' || until !== '';
  });

  async function search(cursor?: string): Promise<void> {
    const current = ++turn;
    const { text, where } = query();
    const filters = filtersOf(query(), cursor);
    isSearching.value = true;
    try {
      const page =
        where === 'room'
          ? await socket.send('chat.search', { roomId: roomId(), ...filters })
          : await socket.send('chat.searchMyRooms', filters);
      if (current !== turn) return;
      const before = cursor ? (found.value?.hits ?? []) : [];
      [found.value, answered.value, rejection.value] = [{ ...page, hits: [...before, ...page.hits] }, text, null];
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    } finally {
      if (current === turn) isSearching.value = false;
    }
  }
  watch(query, () => {
    clearTimeout(timer);
    if (isActive.value) timer = setTimeout(() => void search(), DEBOUNCE_MS);
    else {
      turn += 1;
      [found.value, rejection.value, isSearching.value] = [null, null, false];
    }
  });
  const more = (): void => {
    if (found.value?.nextCursor && !isSearching.value) void search(found.value.nextCursor);
  };
  return { found, rejection, isSearching, answered, more, retry: () => void search() };
}

function filtersOf({ text, author, from, until }: MessageSearchQuery, cursor: string | undefined) {
  return {
    text,
    ...(author ? { authorId: author.id } : {}),
    ...(from ? { from: startOf(from) } : {}),
    ...(until ? { until: startOf(until, 1) } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

/** The start of a day, or of a day some days later, in the local time zone. */
function startOf(day: string, daysAfter = 0): number {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysAfter);
  return date.getTime();
}
