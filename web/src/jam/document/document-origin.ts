import { TakeOrigin } from '@visionary/contract';

/** The key of the origin in the shared settings map. */
export const ORIGIN = 'origin';

/** The stored form, because the map takes plain values only. */
export const encodeOrigin = (origin: TakeOrigin): string => JSON.stringify(origin);

/** Other clients may write anything into the map, so an invalid origin is ignored. */
export function decodeOrigin(shared: unknown): TakeOrigin | null {
  if (typeof shared !== 'string') return null;
  try {
    const read = TakeOrigin.safeParse(JSON.parse(shared));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
