/** Bytes to decompress at once. They expand to at most about 1 MB before the next check of the limit. */
const SLICE_BYTES = 1024;

/**
 * Decompresses a zlib stream up to a limit.
 * @returns undefined for invalid data, and for output longer than `maxBytes`
 */
export async function inflate(compressed: Uint8Array, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = streamInSlices(compressed).pipeThrough(new DecompressionStream('deflate')).getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (let result = await reader.read(); !result.done; result = await reader.read()) {
      chunks.push(result.value);
      bytes += result.value.length;
      if (bytes > maxBytes) {
        // A few kilobytes can expand to gigabytes.
        await reader.cancel();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
  const output = new Uint8Array(bytes);
  chunks.reduce((at, part) => (output.set(part, at), at + part.length), 0);
  return output;
}

function streamInSlices(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let offset = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (offset >= bytes.length) return controller.close();
      controller.enqueue(Uint8Array.from(bytes.subarray(offset, offset + SLICE_BYTES)));
      offset += SLICE_BYTES;
    },
  });
}
