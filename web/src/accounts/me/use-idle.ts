import { useEventListener } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { IdleDetector } from './idle-detector.js';
import { useMeStore } from './me-store.js';

const MINUTE_MS = 60_000;
const SIGNS = [
  'pointermove',
  'pointerdown',
  'keydown',
  'wheel',
  'touchstart',
] as const satisfies (keyof WindowEventMap)[];

/** Reports to the server whether the user is active, so that others see them as online or away. */
export function useIdle(): void {
  const socket = useSocket();
  const me = useMeStore();
  const setIdle = (isIdle: boolean) => {
    if (me.connectedAs !== null) void socket.send('me.setAway', { away: isIdle }).catch(() => undefined);
  };
  const isIdle = new IdleDetector(setIdle, { idleMs: 5 * MINUTE_MS, hiddenMs: MINUTE_MS });
  const markActive = () => isIdle.visible(document.visibilityState === 'visible');
  markActive();
  useEventListener(window, SIGNS, () => isIdle.active(), { passive: true, capture: true });
  useEventListener(document, 'visibilitychange', markActive);
  // The server assumes that each new connection is active.
  watch(
    () => me.connectedAs,
    () => isIdle.isAway && setIdle(true),
  );
  onScopeDispose(() => isIdle.stop());
}
