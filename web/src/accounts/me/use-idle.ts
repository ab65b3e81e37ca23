import { onScopeDispose, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { IdleDetector } from './idle-detector.js';
import { useMeStore } from './me-store.js';

const MINUTE_MS = 60_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Reports to the server whether the user is active, so that others see them as online or away. */
export function useIdle(): void {
  const socket = useSocket();
  const me = useMeStore();
  const setIdle = (isIdle: boolean) => {
    if (me.connectedAs !== null) void socket.send('me.setAway', { away: isIdle }).catch(() => undefined);
  };
  const isIdle = new IdleDetector(setIdle, { idleMs: 5 * MINUTE_MS, hiddenMs: MINUTE_MS });
  const active = () => isIdle.active();
  const markActive = () => isIdle.visible(document.visibilityState === 'visible');
  markActive();
  for (const sign of SIGNS) window.addEventListener(sign, active, { passive: true, capture: true });
  document.addEventListener('visibilitychange', markActive);
  // The server assumes that each new connection is active.
  watch(
    () => me.connectedAs,
    () => isIdle.isAway && setIdle(true),
  );
  onScopeDispose(() => {
    isIdle.stop();
    for (const sign of SIGNS) window.removeEventListener(sign, active, { capture: true });
    document.removeEventListener('visibilitychange', markActive);
  });
}
