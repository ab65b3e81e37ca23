import { useDocumentVisibility, useWindowFocus } from '@vueuse/core';
import { computed, type Ref } from 'vue';

/** Whether the page is visible and its window has the focus. */
export function usePageFocus(): Readonly<Ref<boolean>> {
  const [visibility, focused] = [useDocumentVisibility(), useWindowFocus()];
  return computed(() => visibility.value === 'visible' && focused.value);
}
