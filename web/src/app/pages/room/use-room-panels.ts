import { refDebounced, useMediaQuery } from '@vueuse/core';
import { computed, inject, provide, shallowRef, type InjectionKey } from 'vue';

/** Between the focus that leaves a field and the click of the same tap. */
const TAP_MS = 400;

/** Which panels of the room are visible. The stylesheet uses the same breakpoints. */
function createRoomPanels(hasPalette: () => boolean) {
  const isPhone = useMediaQuery('(max-width: 767.98px)');
  const isWide = useMediaQuery('(min-width: 1100px)');
  /** Three columns; chat in a drawer, as beside the palette; or one column with tabs. */
  const layout = computed(() => (isPhone.value ? 'phone' : isWide.value && !hasPalette() ? 'wide' : 'drawer'));
  /** The tab on phones. */
  const tab = shallowRef<'prompt' | 'chat' | 'takes'>('prompt');
  /** The tab of the side panel. */
  const side = shallowRef<'chat' | 'users'>('chat');
  /** The drawer is open. */
  const chatOpen = shallowRef(false);
  /** A field has the focus: the keyboard of a phone covers half of the window. */
  const typing = shallowRef(false);
  /** Grows back only after a tap elsewhere has met its target. */
  const hasJustTyped = refDebounced(typing, TAP_MS);
  /** Expanded settings use the space of the canvas. */
  const areSettingsOpen = shallowRef(false);

  function show(part: typeof tab.value, inside: typeof side.value): void {
    tab.value = part;
    side.value = inside;
  }
  function showChat(): void {
    show('chat', 'chat');
    chatOpen.value = true;
  }
  function showCanvas(): void {
    if (tab.value === 'chat') tab.value = 'takes';
  }
  const isChatVisible = computed(
    () => layout.value === 'wide' || (layout.value === 'phone' ? tab.value === 'chat' : chatOpen.value),
  );
  const isTyping = computed(() => typing.value || hasJustTyped.value);
  /** On phones the canvas is one row. */
  const isStrip = computed(() => isTyping.value || (areSettingsOpen.value && tab.value === 'prompt'));
  return {
    ...{ layout, tab, side, chatOpen, typing, areSettingsOpen },
    ...{ show, showChat, showCanvas, isChatVisible, isTyping, isStrip },
  };
}
const PANELS: InjectionKey<ReturnType<typeof createRoomPanels>> = Symbol('room panels');

export function provideRoomPanels(hasPalette: () => boolean) {
  const panels = createRoomPanels(hasPalette);
  provide(PANELS, panels);
  return panels;
}

export function useRoomPanels() {
  const panels = inject(PANELS);
  if (!panels) throw new Error('A panel of a room is outside of RoomLayout.');
  return panels;
}
