import { onScopeDispose } from 'vue';

/** The long-press delay of phone systems. */
const HOLD_MS = 500;
/** Moving further than this is a scroll. */
const SLACK_PX = 10;

/** Prevents the lifted finger from clicking: the page may have moved, and an open menu has the focus. */
function cancelPress(): void {
  const abortController = new AbortController();
  const stop = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  for (const name of ['mousedown', 'click']) {
    addEventListener(name, stop, { capture: true, signal: abortController.signal });
  }
  for (const name of ['pointerdown', 'keydown']) {
    addEventListener(name, () => abortController.abort(), { capture: true, signal: abortController.signal });
  }
}

/** Listeners that open a menu on a long press, and on the browser's context menu key or button. */
export function useLongPress(open: (target: HTMLElement, isTouch: boolean) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  const cancel = (): void => clearTimeout(timer);
  onScopeDispose(cancel);
  const openByTouch = (target: HTMLElement): void => {
    cancelPress();
    open(target, true);
  };

  return {
    pointerdown({ pointerType, clientX, clientY, currentTarget }: PointerEvent): void {
      cancel();
      if (pointerType !== 'touch' || !(currentTarget instanceof HTMLElement)) return;
      from = { x: clientX, y: clientY };
      timer = setTimeout(() => openByTouch(currentTarget), HOLD_MS);
    },
    pointermove({ clientX, clientY }: PointerEvent): void {
      if (Math.abs(clientX - from.x) > SLACK_PX || Math.abs(clientY - from.y) > SLACK_PX) cancel();
    },
    pointerup: cancel,
    pointercancel: cancel,
    contextmenu(event: Event): void {
      const isKey = !(event instanceof PointerEvent) || event.pointerType === '' || event.button === -1;
      const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      if (!isKey && !isTouch) return;
      event.preventDefault();
      cancel();
      if (!(event.currentTarget instanceof HTMLElement)) return;
      if (isTouch) openByTouch(event.currentTarget);
      else open(event.currentTarget, false);
    },
  };
}
