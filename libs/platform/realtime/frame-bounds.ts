/** Well above every command: a packet with its payload is six levels deep. */
const MAX_DEPTH = 32;
const MAX_VALUES = 4096;

/** What a value starts with: the bytes until the next value, and the values inside it. */
interface Head {
  readonly size: number;
  readonly children: number;
}

const leaf = (size: number): Head => ({ size, children: 0 });

/** Values of 0xca to 0xd8, whose size follows from their first byte. */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  ...{ 0xca: 5, 0xcb: 9, 0xcc: 2, 0xcd: 3, 0xce: 5, 0xcf: 9, 0xd0: 2, 0xd1: 3, 0xd2: 5, 0xd3: 9 },
  ...{ 0xd4: 3, 0xd5: 4, 0xd6: 6, 0xd7: 10, 0xd8: 18 },
};

/** Values whose length follows their first byte, in so many bytes. */
const LENGTH_BYTES: Readonly<Record<number, 1 | 2 | 4>> = {
  ...{ 0xc4: 1, 0xc5: 2, 0xc6: 4, 0xc7: 1, 0xc8: 2, 0xc9: 4, 0xd9: 1, 0xda: 2, 0xdb: 4 },
  ...{ 0xdc: 2, 0xdd: 4, 0xde: 2, 0xdf: 4 },
};

const lengthAt = (view: DataView, offset: number, bytes: 1 | 2 | 4): number => {
  if (bytes === 1) return view.getUint8(offset);
  return bytes === 2 ? view.getUint16(offset) : view.getUint32(offset);
};

/** @throws RangeError beyond the end of the frame */
const headAt = (view: DataView, offset: number): Head => {
  const first = view.getUint8(offset);
  if (first < 0x80 || first >= 0xe0) return leaf(1);
  if (first < 0x90) return { size: 1, children: 2 * (first & 0x0f) };
  if (first < 0xa0) return { size: 1, children: first & 0x0f };
  if (first < 0xc0) return leaf(1 + (first & 0x1f));
  const bytes = LENGTH_BYTES[first];
  if (bytes === undefined) return leaf(FIXED_SIZES[first] ?? 1);
  const length = lengthAt(view, offset + 1, bytes);
  if (first >= 0xde) return { size: 1 + bytes, children: 2 * length };
  if (first >= 0xdc) return { size: 1 + bytes, children: length };
  // An extension also has a type.
  const typeBytes = first >= 0xc7 && first <= 0xc9 ? 1 : 0;
  return leaf(1 + bytes + typeBytes + length);
};

/**
 * Reads only the structure of a MessagePack frame, up to the first excess. The decoder has no limit of depth: it keeps
 * a state for each level, so that nested maps of a megabyte would cost it a quarter of a second and 200 MiB.
 * @throws Error for a frame that is nested too deep, has too many values, or ends within a value
 */
export const requireBounded = (frame: Uint8Array): void => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  /** Values still to come, by level. */
  const remaining = [1];
  let [offset, values] = [0, 0];
  while (remaining.length > 0) {
    const left = remaining.pop() ?? 0;
    if (left === 0) continue;
    remaining.push(left - 1);
    const { size, children } = headAt(view, offset);
    offset += size;
    values += 1;
    if (values > MAX_VALUES) throw new Error(`more than ${MAX_VALUES} values, at byte ${offset}`);
    // Each value has at least one byte.
    if (offset + children > frame.byteLength) throw new Error(`a value longer than its frame, at byte ${offset}`);
    if (children === 0) continue;
    if (remaining.length > MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH} levels, at byte ${offset}`);
    remaining.push(children);
  }
};
