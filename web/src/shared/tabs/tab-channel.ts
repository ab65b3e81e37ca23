/**
 * A channel between the tabs of this browser; values are copied. Without BroadcastChannel, messages are dropped.
 * @returns the function to broadcast with
 */
export function tabChannel<T>(name: string, onMessage: (message: T) => void): (message: T) => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(`visionary.${name}`);
  channel.onmessage = ({ data }) => onMessage(data as T);
  return (message) => channel.postMessage(message);
}
