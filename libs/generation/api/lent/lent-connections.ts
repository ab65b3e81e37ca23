import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Config } from '@visionary/platform/config';
import { builtProgram } from '@visionary/sandbox';
import type { FinisherCommand } from '../../domain/finisher-protocol.js';
import type { RendererLender } from '../../domain/renderers.js';
import { DiskFileHashes } from '../../storage/disk-file-hashes.js';
import { LendableTakes } from '../../use-cases/lendable-takes.js';
import { RendererChild } from '../renderer/renderer-child.js';
import { RendererOptions } from '../renderer/renderer-options.js';
import { RendererFolders } from '../renderer/request-files.js';
import { RenderWorker } from '../renderer/render-worker.js';
import { RenderWorkers } from '../renderer/render-workers.js';
import { DeclinedTakes } from './declined-takes.js';
import { LentConnection, type LenderPort } from './lent-connection.js';
import { LentFiles } from './lent-files.js';

/** For the images of one take. */
const FINISHER_MEMORY_MIB = 512;

export interface OpenedConnection {
  readonly connection: LentConnection;
  /** Returns its take, and ends what checks its images. */
  close(): Promise<void>;
}

/** Makes programs that lend their renderer renderers of this process. */
@Injectable()
export class LentConnections {
  /** By the owner of the renderers, of those that connected since this process started. */
  private readonly declinedTakes = new Map<string, DeclinedTakes>();

  constructor(
    private readonly workers: RenderWorkers,
    private readonly options: RendererOptions,
    private readonly blobs: BlobStore,
    private readonly hashes: DiskFileHashes,
    private readonly lendable: LendableTakes,
    private readonly config: Config,
  ) {}

  /**
   * @param onMisbehaved called before the port is closed, with what it did in English
   */
  async open(
    lender: RendererLender,
    port: LenderPort,
    onMisbehaved: (reason: string) => void,
  ): Promise<OpenedConnection> {
    const { modelsDir, stallMs } = this.options;
    const files = new LentFiles(new RendererFolders(modelsDir), this.hashes, this.blobs, (needed) =>
      this.lendable.mayRead(needed, lender.ownerId),
    );
    const declined = this.declinedOf(lender.ownerId);
    const connection = new LentConnection(port, files, await this.finisher(), declined, onMisbehaved);
    const worker = new RenderWorker(connection, files, { host: lender.name, stallMs, lender });
    this.workers.add(worker);
    const close = async (): Promise<void> => {
      this.workers.remove(worker);
      await connection.close();
    };
    return { connection, close };
  }

  private declinedOf(ownerId: string): DeclinedTakes {
    const declined = this.declinedTakes.get(ownerId) ?? new DeclinedTakes();
    this.declinedTakes.set(ownerId, declined);
    return declined;
  }

  /** It needs no models, so it can read none. */
  private async finisher(): Promise<RendererChild<FinisherCommand>> {
    const noModels = join(this.config.dataDir, 'no-models');
    await mkdir(noModels, { recursive: true });
    const script = builtProgram('renderer/src/finisher/main.js');
    const folders = { modelsDir: noModels, modelCacheDir: noModels };
    const limits = { provider: 'cpu', memoryMiB: FINISHER_MEMORY_MIB, threads: 1 };
    return new RendererChild<FinisherCommand>({ ...this.options, ...folders, ...limits, script });
  }
}
