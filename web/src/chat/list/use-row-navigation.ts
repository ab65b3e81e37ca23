import { useEventListener } from '@vueuse/core';
import { computed, nextTick, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { ConversationRow } from '../messages/conversation-rows.js';
import type { VirtualList } from './virtual-list.js';

interface UseRowNavigationOptions {
  rows: Readonly<Ref<readonly ConversationRow[]>>;
  list: Readonly<ShallowRef<VirtualList | null>>;
  box: Readonly<ShallowRef<HTMLElement | null>>;
}

/**
 * The row that shows its toolbar, by mouse, finger, and keyboard. Arrow keys move between messages, so that Tab skips
 * them; the focused row stays mounted.
 */
export function useRowNavigation({ rows, list, box }: UseRowNavigationOptions) {
  /** The key of the row that shows its toolbar. */
  const active = shallowRef('');
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
  /** Touch activates only by click, so that what appears under the finger is not pressed. */
  function hover({ pointerType }: PointerEvent, key: string): void {
    if (pointerType === 'mouse') active.value = key;
  }
  /** A finger also leaves when it lifts, before its click; hiding now would remove the target. */
  function unhover({ pointerType }: PointerEvent, key: string): void {
    if (pointerType !== 'touch' && active.value === key) active.value = '';
  }
  function focusIn({ target }: FocusEvent, key: string): void {
    if (target instanceof Element && target.matches(':focus-visible')) active.value = key;
  }
  /** Touch has no hover end, so the toolbar closes with the next touch or input outside. */
  function leave({ type, target, pointerType }: FocusEvent & Partial<PointerEvent>): void {
    const byFinger = type === 'focusin' ? matchMedia('(hover: none)').matches : pointerType === 'touch';
    if (byFinger && target instanceof Element && !target.closest('[data-line]')) active.value = '';
  }
  useEventListener(document, ['pointerup', 'focusin'], leave);
  return { active, moveFocus, keepMounted, hover, unhover, focusIn };
}
