import { LIMITS, type ErrorCode, type FileRejection } from '@visionary/contract';

/** The number of bytes that identify the kind of a file. */
export interface FileHeader {
  readonly path: string;
  readonly bytes: number;
  readonly first: Uint8Array;
}

const PICKLE_NAME = /\.(?:ckpt|pt|pth|pkl|pickle|joblib|dill)$/iu;
/** Files of a model folder: graphs, weights with various extensions, documents, and images. */
const KNOWN_NAME =
  /\.(?:safetensors|zip|onnx|onnx_data(?:[._-]?\d+)?|data|pb|bin|weights|json|ya?ml|txt|md|png|jpe?g|webp)$|(?:^|\/)(?:LICEN[CS]E|NOTICE|README|SHA256SUMS)$/iu;
const HEADER_BYTES = 8;

const isHidden = (path: string): boolean => /(?:^|\/)\.[^/]*$/u.test(path);

/** PROTO, the first opcode of every pickle since protocol 2. */
const isPickle = (first: Uint8Array): boolean => first[0] === 0x80 && (first[1] ?? 0) >= 2 && (first[1] ?? 99) <= 5;
const isZip = (first: Uint8Array): boolean => first[0] === 0x50 && first[1] === 0x4b;

/** Why a file is rejected before the upload, with the server's code; null if it is valid. The server checks again. */
export function headerError({ path, bytes, first }: FileHeader): ErrorCode | null {
  if (PICKLE_NAME.test(path)) return 'MODEL_PICKLE_NOT_ALLOWED';
  // The length of a header may begin like a pickle.
  const isWeights = /\.safetensors$/iu.test(path) && safetensorsError(bytes, first) === null;
  if (isPickle(first) && !isWeights) return 'MODEL_PICKLE_NOT_ALLOWED';
  // Files saved by torch are zips with any name.
  if (/\.(?:bin|safetensors|onnx)$/iu.test(path) && isZip(first)) return 'MODEL_PICKLE_NOT_ALLOWED';
  if (bytes === 0) return 'MODEL_FILE_EMPTY';
  if (path.length > LIMITS.modelPathLength) return 'MODEL_PATH_INVALID';
  if (!KNOWN_NAME.test(path)) return 'MODEL_FILE_TYPE_UNSUPPORTED';
  if (bytes > LIMITS.modelFileBytes) return 'MODEL_TOO_LARGE';
  if (/\.zip$/iu.test(path)) return isZip(first) ? null : 'MODEL_ARCHIVE_INVALID';
  return /\.safetensors$/iu.test(path) ? safetensorsError(bytes, first) : null;
}

/** The header length as 64 bits, then JSON. */
function safetensorsError(bytes: number, first: Uint8Array): ErrorCode | null {
  if (first.length <= HEADER_BYTES) return 'MODEL_WEIGHTS_INVALID';
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  const fits = length > 0n && length + BigInt(HEADER_BYTES) <= BigInt(bytes);
  return fits && first[HEADER_BYTES] === 0x7b ? null : 'MODEL_WEIGHTS_INVALID';
}

/** The server's error code; null if the file is valid. */
export async function validateFile(path: string, file: Blob): Promise<FileRejection | null> {
  if (isHidden(path)) return { code: 'MODEL_PATH_INVALID', detail: { path, reasonKey: 'hiddenFile' } };
  // A folder that was dropped as a file cannot be read.
  const header = await readHeader(path, file).catch(() => null);
  const code = header ? headerError(header) : 'MODEL_FILE_CORRUPT';
  if (code === 'MODEL_PATH_INVALID') {
    return { code, detail: { path, reasonKey: 'pathTooLong', most: LIMITS.modelPathLength } };
  }
  return code && { code, detail: { path } };
}

const readHeader = async (path: string, file: Blob): Promise<FileHeader> => ({
  ...{ path, bytes: file.size },
  first: new Uint8Array(await file.slice(0, 16).arrayBuffer()),
});
