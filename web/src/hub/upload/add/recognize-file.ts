import type { RecognizedFile } from '@visionary/contract';
import { pathOf, rejectionFrom, request } from '../../../shared/api/call.js';
import { ROUTES } from '../../../shared/api/routes.js';

const LENGTH_BYTES = 8;
/** Allows for a header of 16 MB over a slow connection. */
const DEADLINE_MS = 120_000;

/**
 * Sends the header of a .safetensors file, which says what it is. Nothing else of the file is read.
 * @param file whose first bytes were checked
 * @throws Rejection with the reason why it can't be used
 */
export async function recognizeFile(file: File): Promise<RecognizedFile> {
  const { method, path } = ROUTES.recognizeHubFile;
  const length = new DataView(await file.slice(0, LENGTH_BYTES).arrayBuffer()).getBigUint64(0, true);
  const response = await request(pathOf(path, {}, { name: file.name, bytes: file.size }), {
    method,
    headers: { 'content-type': 'application/octet-stream' },
    body: file.slice(0, LENGTH_BYTES + Number(length)),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw await rejectionFrom(response);
  return response.json() as Promise<RecognizedFile>;
}
