import { computed, nextTick, type Ref, type ShallowRef } from 'vue';
import type { ConversationRow } from '../messages/conversation-rows.js';
import type { VirtualList } from './virtual-list.js';

interface UseRowNavigationOptions {
  rows: Readonly<Ref<readonly ConversationRow[]>>;
  list: Readonly<ShallowRef<VirtualList | null>>;
  box: Readonly<ShallowRef<HTMLElement | null>>;
  /** The key of the row that shows its toolbar. */
  active: Ref<string>;
}

/** Arrow keys move between messages, so that Tab skips them; the focused row stays mounted. */
export function useRowNavigation({ rows, list, box, active }: UseRowNavigationOptions) {
  const keepMounted = computed(() => {
    const at = rows.value.findIndex(({ key }) => key === active.value);
    return at < 0 ? [] : [at];
  });
  const rowOf = (key: string) => box.value?.querySelector<HTMLElement>(`[data-line="${CSS.escape(key)}"] .message`);
  const focused = () =>
    document.activeElement?.closest('[data-line]')?.getAttribute('data-line') ??
    (active.value === '' ? null : active.value);

  async function moveFocus(by: 1 | -1): Promise<void> {
    const messages = rows.value.flatMap((row, index) =>
      row.kind === 'message' || row.kind === 'pending' ? [{ key: row.key, index }] : [],
    );
    const inside = box.value?.contains(document.activeElement) && document.activeElement !== box.value;
    const at = inside ? messages.findIndex(({ key }) => key === focused()) : -1;
    const next = at < 0 ? messages.at(-1) : messages[at + by];
    if (!next) return;
    list.value?.scrollToIndex(next.index, { align: 'nearest' });
    await nextTick();
    active.value = next.key;
    rowOf(next.key)?.focus({ preventScroll: true });
  }
  return { moveFocus, keepMounted };
}
