import { onScopeDispose, watch } from 'vue';
import { useSocket } from '../../shared/socket/index.js';
import { IdleDetector } from './idle-detector.js';
import { useMeStore } from './me-store.js';

const MINUTE_MS = 60_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the server whether anybody looks at this page, so that others see me online or away. */
export function useIdle(): void {
  const socket = useSocket();
  const me = useMeStore();
  const setIdle = (away: boolean) => {
    if (me.connectedAs !== null) void socket.send('me.setAway', { away }).catch(() => undefined);
  };
  const away = new IdleDetector(setIdle, { idleMs: 5 * MINUTE_MS, hiddenMs: MINUTE_MS });
  const active = () => away.active();
  const seen = () => away.visible(document.visibilityState === 'visible');
  seen();
  for (const sign of SIGNS) window.addEventListener(sign, active, { passive: true, capture: true });
  document.addEventListener('visibilitychange', seen);
  // Each connection begins as one that is looked at.
  watch(
    () => me.connectedAs,
    () => away.isAway && setIdle(true),
  );
  onScopeDispose(() => {
    away.stop();
    for (const sign of SIGNS) window.removeEventListener(sign, active, { capture: true });
    document.removeEventListener('visibilitychange', seen);
  });
}
