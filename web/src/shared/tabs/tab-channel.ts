/**
 * What the tabs of this browser tell each other under a name; values are copied. Where the browser has no channels, nobody
 * hears anything.
 * @returns how to tell the others
 */
export function tabChannel<T>(name: string, onMessage: (message: T) => void): (what: T) => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(`visionary.${name}`);
  channel.onmessage = ({ data }) => onMessage(data as T);
  return (what) => channel.postMessage(what);
}
