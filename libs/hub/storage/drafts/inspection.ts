import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LIMITS, type RejectionReasonDetail } from '@visionary/contract';
import {
  type FileFaultReason,
  type FileStart,
  type InspectionRejection,
  Inspector,
  nameError,
  type Recognition,
} from '@visionary/diffusion/inspection';
import { Rejection } from '@visionary/kernel';
import type { MaterializedFile } from './stored-files.js';
import type { FileRejection } from '../../domain/drafts.js';
import { uploadPathError } from '../../domain/drafts/file-path.js';

const JSON_BYTES = 1024 * 1024;
const HEADER_DEADLINE_MS = 20_000;

/** Fails to compile if an inspection has a reason key that the contract doesn't know. */
type KnownRejection = FileFaultReason extends RejectionReasonDetail ? InspectionRejection : never;

const rejectionOf = ({ code, detail }: KnownRejection): FileRejection => ({ code, detail });

/** Inspects files without running them, in three threads with a deadline: for headers, single files, and whole folders. */
@Injectable()
export class Inspection implements OnApplicationShutdown {
  private readonly files = new Inspector();
  /** Somebody waits for these, so that they don't queue behind gigabytes. */
  private readonly headers = new Inspector({ deadlineMs: HEADER_DEADLINE_MS });
  /** Folders are rare, so that this thread isn't kept alive. */
  private readonly folders = new Inspector({ idleMs: 0 });

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.files.end(), this.headers.end(), this.folders.end()]);
  }

  /** Checks the path before the upload. @returns null if it is allowed */
  checkName(path: string): FileRejection | null {
    const pathError = uploadPathError(path);
    if (pathError) {
      return { code: 'MODEL_PATH_INVALID', detail: { path: path.slice(0, LIMITS.modelPathLength), ...pathError } };
    }
    const error = nameError(path);
    return error && rejectionOf(error);
  }

  /** Says what a file is by its header, before it is uploaded. @throws Rejection with the reason */
  async recognize(start: FileStart): Promise<Recognition> {
    const result = await this.headers.header(start);
    if (result.ok) return result.recognition;
    const { code, detail } = rejectionOf(result);
    throw new Rejection(code, detail);
  }

  async inspectFile(diskPath: string, path: string, signal: AbortSignal) {
    const result = await this.files.file(diskPath, path, signal);
    return result.ok ? { ok: true as const } : { ok: false as const, rejection: rejectionOf(result) };
  }

  async inspectFolder(dir: string, files: readonly MaterializedFile[], signal: AbortSignal) {
    const paths = files.map(({ path }) => path);
    // The blob store may have materialized a blob as a link.
    const result = await this.folders.folder(dir, paths, { trustsHardLinks: true, signal });
    if (!result.ok) return { ok: false as const, rejection: rejectionOf(result) };
    const singleFileHash = files.find(({ path }) => /\.safetensors$/i.test(path))?.sha256;
    const hash =
      result.facts.kind === 'model' || singleFileHash === undefined
        ? await this.folders.hash(dir, signal)
        : singleFileHash;
    return { ok: true as const, facts: result.facts, hash };
  }

  /** Parses a JSON file of the folder. @returns null if it is missing or invalid */
  async readJson(dir: string, path: string): Promise<unknown> {
    try {
      const file = await open(join(dir, path));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(JSON_BYTES), 0, JSON_BYTES, 0);
        return JSON.parse(buffer.toString('utf8', 0, bytesRead)) as unknown;
      } finally {
        await file.close();
      }
    } catch {
      return null;
    }
  }
}
