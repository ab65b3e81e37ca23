import { watch } from 'vue';
import { useSocket } from '../../../shared/socket/index.js';

const FIRST_MS = 500;
const MOST_MS = 15_000;

/** Waits longer after each failure, and retries at once when the browser or the socket is online again. */
export function createReconnectBackoff(): (breaks: number, signal: AbortSignal) => Promise<void> {
  const { state } = useSocket();
  return (breaks, signal) =>
    new Promise((resolve) => {
      const over = new AbortController();
      const go = () => {
        over.abort();
        clearTimeout(timer);
        unwatch();
        resolve();
      };
      const timer = setTimeout(go, Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(breaks, 10)));
      const unwatch = watch(state, (now) => void (now === 'up' && go()));
      addEventListener('online', go, { signal: over.signal });
      signal.addEventListener('abort', go, { signal: over.signal });
    });
}
