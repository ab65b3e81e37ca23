import { createHash } from 'node:crypto';
import type { Model, RenderJob } from '../../../../libs/generation/cli.js';
import { parseCommand } from '../render/render-request.js';
import { type ProgressListener, type Rendered, RendererSession } from '../render/renderer-session.js';

const NOBODY: ProgressListener = { onLoading: () => undefined, onStep: () => undefined };

/** Where the file of a LoRA lies. */
type LoraFiles = (id: string) => Promise<string>;

/** A renderer of this process's own, started when the first image is wanted: where all are there already, none is. */
export class SeedRenderer {
  private session: Promise<RendererSession> | undefined;

  constructor(
    private readonly model: Model,
    private readonly fileOf: LoraFiles,
    private readonly threads: number,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws Cancelled, Trouble */
  async render(job: RenderJob, start: Uint8Array | undefined): Promise<Rendered> {
    const session = await (this.session ??= RendererSession.start(this.threads));
    const init = start && { bytes: start, sha256: createHash('sha256').update(start).digest('hex') };
    const loraFiles = await Promise.all((job.loras ?? []).map(({ id }) => this.fileOf(id)));
    return session.render(parseCommand(job, this.model.dir, this.model.id, { loraFiles, init }), NOBODY, this.signal);
  }

  async end(): Promise<void> {
    await (await this.session)?.end();
  }
}
