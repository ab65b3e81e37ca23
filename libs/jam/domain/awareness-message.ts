import { createDecoder, hasContent, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';

/** What one page says of itself. `json` is the state as it was sent; 'null' says that it is gone. */
export interface AwarenessEntry {
  readonly clientId: number;
  readonly clock: number;
  readonly json: string;
}

const ENTRIES_AT_MOST = 64;

/** Reads a y-protocols awareness update. @returns null when it is none. */
export const readAwareness = (update: Uint8Array): AwarenessEntry[] | null => {
  try {
    const decoder = createDecoder(update);
    const count = readVarUint(decoder);
    if (count > ENTRIES_AT_MOST) return null;
    const entries = Array.from({ length: count }, () => ({
      clientId: readVarUint(decoder),
      clock: readVarUint(decoder),
      json: readVarString(decoder),
    }));
    return hasContent(decoder) ? null : entries;
  } catch {
    return null;
  }
};

export const writeAwareness = (entries: readonly AwarenessEntry[]): Uint8Array => {
  const encoder = createEncoder();
  writeVarUint(encoder, entries.length);
  for (const { clientId, clock, json } of entries) {
    writeVarUint(encoder, clientId);
    writeVarUint(encoder, clock);
    writeVarString(encoder, json);
  }
  return toUint8Array(encoder);
};

/** Whose hand a state claims to be; the name is what the others would read beside it. */
export interface ClaimedUser {
  readonly id: string;
  readonly name?: unknown;
}

/** @returns whose hand a state claims to be, null for a page that leaves, undefined when it makes no sense. */
export const userOf = ({ json }: AwarenessEntry): ClaimedUser | null | undefined => {
  try {
    const state = JSON.parse(json) as { user?: { id?: unknown; name?: unknown } } | null;
    if (state === null) return null;
    const { id, name } = state.user ?? {};
    return typeof id === 'string' ? { id, name } : undefined;
  } catch {
    return undefined;
  }
};
