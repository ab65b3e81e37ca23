import { useThrottleFn } from '@vueuse/core';

const THROTTLE_MS = 2_000;

/** Announces new messages at most once per interval, several together. */
export function createMessageAnnouncer<M>(announce: (messages: readonly M[]) => void) {
  let waiting: M[] = [];
  const announceAll = useThrottleFn(
    () => {
      const messages = waiting;
      waiting = [];
      announce(messages);
    },
    THROTTLE_MS,
    true,
  );
  return (messages: readonly M[]): void => {
    if (messages.length === 0) return;
    waiting.push(...messages);
    void announceAll();
  };
}
