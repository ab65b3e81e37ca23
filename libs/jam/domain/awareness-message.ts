import { createDecoder, hasContent, readVarString, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding';

/** The awareness state of one client, as y-protocols encodes it. `json` is 'null' for a client that left. */
export interface AwarenessEntry {
  readonly clientId: number;
  readonly clock: number;
  readonly json: string;
}

const MAX_ENTRIES = 64;

/** Reads a y-protocols awareness update. @returns null when it is malformed */
export const readAwareness = (update: Uint8Array): AwarenessEntry[] | null => {
  try {
    const decoder = createDecoder(update);
    const count = readVarUint(decoder);
    if (count > MAX_ENTRIES) return null;
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

/** The user that a state claims to be of. Others see `name` at the text cursor. */
export interface ClaimedUser {
  readonly id: string;
  readonly name?: unknown;
}

/** @returns the claimed user, null for a client that left, undefined for an invalid state */
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
