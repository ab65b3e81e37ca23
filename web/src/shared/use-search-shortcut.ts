import { useEventListener } from './use-event-listener.js';

const inAField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The key that leads to the search, wherever one is on the page and not writing. */
export function useSearchShortcut(isMine: () => boolean, go: () => void): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || inAField(event.target)) return;
    if (!isMine() || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    go();
  });
}
