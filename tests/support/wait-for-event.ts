import { DEADLINE_MS } from './deadlines.js';

/** A socket client, or any other event emitter. */
interface Speaker {
  // The event map of the emitter determines number and types of the arguments.
  on(event: string, listener: (...said: unknown[]) => void): unknown;
  off(event: string, listener: (...said: unknown[]) => void): unknown;
}

/**
 * Waits for an event instead of sleeping. Call it before the action that causes the event.
 * @param matches accepts an event; other events are listed when the deadline passes
 * @throws Error when no event matches within `deadlineMs`
 */
export function waitForEvent<T>(
  speaker: Speaker,
  event: string,
  matches: (said: T) => boolean = () => true,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const others: T[] = [];
    const listen = (...[what]: unknown[]) => {
      const said = what as T;
      if (!matches(said)) {
        others.push(said);
        return;
      }
      leave();
      resolve(said);
    };
    const deadline = setTimeout(() => {
      leave();
      const instead = others.length > 0 ? `, but: ${JSON.stringify(others).slice(0, 2_000)}` : ' at all';
      reject(new Error(`"${event}" was not heard within ${deadlineMs} ms${instead}`));
    }, deadlineMs);
    // An abandoned wait must not keep the worker alive.
    deadline.unref();
    const leave = () => {
      clearTimeout(deadline);
      speaker.off(event, listen);
    };
    speaker.on(event, listen);
  });
}
