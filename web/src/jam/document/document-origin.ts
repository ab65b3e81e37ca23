import { TakeOrigin } from '@visionary/contract';

/** The key of the origin in the shared settings map. */
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
