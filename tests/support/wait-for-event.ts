import { DEADLINE_MS } from './deadlines.js';

/** A socket client, or anything else that says things by name. */
interface Speaker {
  // The listener's arguments are as many and as typed as the speaker's own map of events says.
  on(event: string, listener: (...said: unknown[]) => void): unknown;
  off(event: string, listener: (...said: unknown[]) => void): unknown;
}

/**
 * Waits for an event instead of sleeping. Call it before what makes the event happen.
 * @param matches only what it accepts counts; what else was said is told when the deadline passes
 * @throws Error when nothing matching was heard within `deadlineMs`
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
    // What nobody waits for any more keeps no worker from its end.
    deadline.unref();
    const leave = () => {
      clearTimeout(deadline);
      speaker.off(event, listen);
    };
    speaker.on(event, listen);
  });
}
