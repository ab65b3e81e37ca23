import { requireNetworks } from '../checkpoint/checkpoint-folder.js';
import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { Recognition } from '../recognition/recognition.js';
import { recognize } from '../recognition/recognize.js';
import { parseSafetensorsStart } from '../safetensors/header.js';
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

/**
 * What a file is, if it can be used.
 * @throws InspectionError for a family that cannot be used; ModelFolderError for a network that is not whole
 */
export function requireUsable(header: HeaderFile): Recognition {
  const recognition = recognize(header);
  const { unsupported } = recognition;
  if (unsupported !== undefined) {
    const reason = `it is a file of ${unsupported}, and Stable Diffusion 1, 2 and XL are supported`;
    const detail = { path: header.name, reasonKey: 'familyUnsupported', family: unsupported, reason } as const;
    throw new InspectionError('MODEL_FOLDER_INVALID', detail);
  }
  requireNetworks(header);
  return recognition;
}
