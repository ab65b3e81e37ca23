/** Bytes to decompress at once. They expand to at most about 1 MB before the next check of the limit. */
const SLICE_BYTES = 1024;

/**
 * Decompresses a zlib stream up to a limit.
 * @returns undefined for invalid data, and for output longer than `maxBytes`
 */
export async function inflate(packed: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = slicesOf(packed).pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      bytes += read.value.length;
      if (bytes > maxBytes) {
        // A few kilobytes can expand to gigabytes.
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(bytes);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

function slicesOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(Uint8Array.from(bytes.subarray(at, at + SLICE_BYTES)));
      at += SLICE_BYTES;
    },
  });
}
