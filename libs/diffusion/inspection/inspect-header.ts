import { basename } from 'node:path';
import { factsOf } from '../additions/addition-facts.js';
import { additionKindOf } from '../additions/addition-kind.js';
import { requireNetworks } from '../checkpoint/checkpoint-folder.js';
import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { Recognition } from '../recognition/recognition.js';
import { ModelFolderError } from '../errors.js';
import { FileBytes } from '../onnx/file-bytes.js';
import { recognize } from '../recognition/recognize.js';
import { parseSafetensorsStart, readSafetensorsHeader } from '../safetensors/header.js';
import { nameError } from './format.js';
import { isPickle } from './pickle.js';
import { InspectionError, type InspectionRejection } from './result.js';
import { requireTensorCount } from './safetensors/inspect-safetensors.js';
import { toResult } from './to-inspection-error.js';

export type HeaderInspection = { readonly ok: true; readonly recognition: Recognition } | InspectionRejection;

/** The start of a file that is inspected before it is uploaded. */
export interface FileStart {
  readonly name: string;
  /** Up to the end of the header. */
  readonly start: Uint8Array;
  /** Of the whole file. */
  readonly bytes: number;
}

/** Inspects a .safetensors file by its header: what it is, and whether its networks are whole. Values are not read. */
export function inspectHeader({ name, start, bytes }: FileStart): Promise<HeaderInspection> {
  return toResult(name, 'MODEL_WEIGHTS_INVALID', async () => {
    const header = { name, ...parseSafetensorsStart(Buffer.from(start.buffer, start.byteOffset, start.length), bytes) };
    requireTensorCount(header, name);
    return { ok: true, recognition: requireUsable(header) };
  });
}

/** Like `inspectHeader`, for a file on this machine. Only values that tell what a model predicts are read. */
export function inspectWeightsHeader(path: string): Promise<HeaderInspection> {
  const name = basename(path);
  return toResult(name, 'MODEL_WEIGHTS_INVALID', async () => {
    const nameRejection = nameError(name);
    if (nameRejection) throw new InspectionError(nameRejection.code, nameRejection.detail);
    const file = FileBytes.open(path);
    try {
      if (file.length === 0) throw new InspectionError('MODEL_FILE_EMPTY', { path: name, reason: 'it is empty' });
      if (isPickle(file, name)) {
        throw new InspectionError('MODEL_PICKLE_NOT_ALLOWED', { path: name, reason: 'its content is a pickle' });
      }
      const header = { name, ...readSafetensorsHeader(file) };
      requireTensorCount(header, name);
      return { ok: true, recognition: requireUsable(header, file) };
    } finally {
      file.close();
    }
  });
}

/**
 * What a file is, if it can be used.
 * @throws InspectionError for a family that cannot be used, and for a network that is not whole
 */
export function requireUsable(header: HeaderFile, file?: FileBytes): Recognition {
  const recognition = recognize(header, file);
  const { unsupported } = recognition;
  if (unsupported !== undefined) {
    const reason = `it is a file of ${unsupported}, and Stable Diffusion 1, 2 and XL are supported`;
    const detail = { path: header.name, reasonKey: 'familyUnsupported', family: unsupported, reason } as const;
    throw new InspectionError('MODEL_UNSUPPORTED', detail);
  }
  try {
    requireOwnNetworks(header);
    const addition = additionKindOf(header, recognition);
    // Building checks the shapes.
    if (addition) factsOf(header, addition);
  } catch (error) {
    throw toWeightsError(error, header.name);
  }
  return recognition;
}

/** A single file is no folder. */
export function toWeightsError(error: unknown, path: string): unknown {
  if (!(error instanceof ModelFolderError) || error.code === 'FILE_MISSING') return error;
  const { reason, expected, fileFaultReason } = error;
  return new InspectionError('MODEL_WEIGHTS_INVALID', { path, reason, expected, ...fileFaultReason });
}

/** @throws InspectionError for text encoders that are missing or another family's; ModelFolderError */
function requireOwnNetworks(header: HeaderFile): void {
  try {
    requireNetworks(header);
  } catch (error) {
    if (!(error instanceof ModelFolderError) || !/^textEncoder/.test(error.fileFaultReason.reasonKey)) throw error;
    const { reason, expected, fileFaultReason } = error;
    throw new InspectionError('MODEL_UNSUPPORTED', { path: header.name, reason, expected, ...fileFaultReason });
  }
}
