import { useEventListener } from '@vueuse/core';

const isInTextField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The shortcut that focuses the search from anywhere except text fields. */
export function useSearchShortcut(isEnabled: () => boolean, focusSearch: () => void): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isInTextField(event.target)) return;
    if (!isEnabled() || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    focusSearch();
  });
}
