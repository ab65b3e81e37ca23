import { LIMITS, type ErrorCode, type FileRejection } from '@visionary/contract';

/** As much of a file as its kind shows in. */
export interface FileHeader {
  readonly path: string;
  readonly bytes: number;
  readonly first: Uint8Array;
}

const PICKLE_NAME = /\.(?:ckpt|pt|pth|pkl|pickle|joblib|dill)$/iu;
/** What a model's folder holds: graphs, weights beside them under many endings, papers and images. */
const KNOWN_NAME =
  /\.(?:safetensors|zip|onnx|onnx_data(?:[._-]?\d+)?|data|pb|bin|weights|json|ya?ml|txt|md|png|jpe?g|webp)$|(?:^|\/)(?:LICEN[CS]E|NOTICE|README|SHA256SUMS)$/iu;
const HEADER_BYTES = 8;

/** PROTO, with which every pickle since protocol 2 begins. */
const isPickle = (first: Uint8Array): boolean => first[0] === 0x80 && (first[1] ?? 0) >= 2 && (first[1] ?? 99) <= 5;
const isZip = (first: Uint8Array): boolean => first[0] === 0x50 && first[1] === 0x4b;

/** Why a file is not even sent, as the server would say it afterwards; null: off it goes. The server looks again. */
export function headerError({ path, bytes, first }: FileHeader): ErrorCode | null {
  if (PICKLE_NAME.test(path) || isPickle(first)) return 'MODEL_PICKLE_NOT_ALLOWED';
  // What torch saves is a zip, and its name says little.
  if (/\.(?:bin|safetensors|onnx)$/iu.test(path) && isZip(first)) return 'MODEL_PICKLE_NOT_ALLOWED';
  if (bytes === 0) return 'MODEL_FILE_EMPTY';
  if (path.length > LIMITS.modelPathLength) return 'MODEL_PATH_INVALID';
  if (!KNOWN_NAME.test(path)) return 'MODEL_FILE_TYPE_UNSUPPORTED';
  if (bytes > LIMITS.modelFileBytes) return 'MODEL_TOO_LARGE';
  if (/\.zip$/iu.test(path)) return isZip(first) ? null : 'MODEL_ARCHIVE_INVALID';
  return /\.safetensors$/iu.test(path) ? faultOfTensors(bytes, first) : null;
}

/** A header's length as 64 bits, then JSON. */
function faultOfTensors(bytes: number, first: Uint8Array): ErrorCode | null {
  if (first.length <= HEADER_BYTES) return 'MODEL_WEIGHTS_INVALID';
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  const fits = length > 0n && length + BigInt(HEADER_BYTES) <= BigInt(bytes);
  return fits && first[HEADER_BYTES] === 0x7b ? null : 'MODEL_WEIGHTS_INVALID';
}

/** As the server would say it; null: off it goes. */
export async function validateFile(path: string, file: Blob): Promise<FileRejection | null> {
  // A folder that was dropped as a file cannot be read.
  const header = await readHeader(path, file).catch(() => null);
  const code = header ? headerError(header) : 'MODEL_FILE_CORRUPT';
  return code && { code, detail: { path } };
}

const readHeader = async (path: string, file: Blob): Promise<FileHeader> => ({
  ...{ path, bytes: file.size },
  first: new Uint8Array(await file.slice(0, 16).arrayBuffer()),
});
