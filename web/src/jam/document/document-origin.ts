import { TakeOrigin } from '@visionary/contract';

/** Under this key, beside the settings, the shared map holds what they were taken over from. */
export const ORIGIN = 'origin';

/** As the map holds it, which takes plain values only. */
export const encodeOrigin = (origin: TakeOrigin): string => JSON.stringify(origin);

/** The map is written by many hands and programs: what is no origin is none. */
export function decodeOrigin(shared: unknown): TakeOrigin | null {
  if (typeof shared !== 'string') return null;
  try {
    const read = TakeOrigin.safeParse(JSON.parse(shared));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
