import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { RejectionReasonDetail } from '@visionary/contract';
import { type FileFaultReason, Inspector, nameError, type InspectionRejection } from '@visionary/diffusion/inspection';
import { Inspection, type MaterializedFile } from '../../domain/drafts/upload-ports.js';
import type { FileRejection } from '../../domain/drafts.js';

const JSON_BYTES = 1024 * 1024;

/** A reader's mark that the contract has no sentence for, or another need of, does not compile. */
type Said = FileFaultReason extends RejectionReasonDetail ? InspectionRejection : never;

const refusalOf = ({ code, detail }: Said): FileRejection => ({ code, detail });

/** Files that come in are looked at one after the other, wholes too, neither waiting for the other. */
@Injectable()
export class WorkerInspection extends Inspection implements OnApplicationShutdown {
  private readonly files = new Inspector();
  /** Wholes are rare: its thread is not kept. */
  private readonly folders = new Inspector({ keptMs: 0 });

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.files.end(), this.folders.end()]);
  }

  byName(path: string): FileRejection | null {
    const trouble = nameError(path);
    return trouble && refusalOf(trouble);
  }

  async file(diskPath: string, path: string, signal: AbortSignal) {
    const looked = await this.files.file(diskPath, path, signal);
    return looked.ok ? { ok: true as const } : { ok: false as const, refusal: refusalOf(looked) };
  }

  async folder(dir: string, files: readonly MaterializedFile[], signal: AbortSignal) {
    const paths = files.map(({ path }) => path);
    // Laid out by us: a blob may stand there as a link of the store's own.
    const looked = await this.folders.folder(dir, paths, { ownLinks: true, signal });
    if (!looked.ok) return { ok: false as const, refusal: refusalOf(looked) };
    const only = files.find(({ path }) => /\.safetensors$/i.test(path))?.sha256;
    const hash = looked.facts.kind === 'model' || only === undefined ? await this.folders.hash(dir, signal) : only;
    return { ok: true as const, facts: looked.facts, hash };
  }

  async json(dir: string, path: string): Promise<unknown> {
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
