import type { AddedFile } from './added-file.js';

const CHUNK_BYTES = 4 << 20;

/** Whether two files have the same content. Reads both up to the first difference. */
export async function haveSameContent(one: Blob, other: Blob): Promise<boolean> {
  if (one.size !== other.size) return false;
  for (let at = 0; at < one.size; at += CHUNK_BYTES) {
    const [a, b] = await Promise.all([chunkAt(one, at), chunkAt(other, at)]);
    if (a.some((byte, n) => byte !== b[n])) return false;
  }
  return true;
}

const chunkAt = async (file: Blob, at: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());

/** The first row above a file that has its content. Rows of earlier page loads have no files to compare. */
export async function rowWithContentOf(
  { id, file }: AddedFile,
  rows: readonly AddedFile[],
): Promise<AddedFile | undefined> {
  const before = rows.slice(
    0,
    rows.findIndex((row) => row.id === id),
  );
  for (const row of before) {
    if (file && row.file && row.state === 'recognized' && (await haveSameContent(file, row.file))) return row;
  }
  return undefined;
}
