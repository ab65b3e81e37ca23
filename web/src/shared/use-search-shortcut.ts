import { useEventListener } from '@vueuse/core';

const inAField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The shortcut that focuses the search from anywhere except text fields. */
export function useSearchShortcut(isMine: () => boolean, go: () => void): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || inAField(event.target)) return;
    if (!isMine() || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    go();
  });
}
