import { createHash } from 'node:crypto';
import type { Model, RenderJob } from '../../../../libs/generation/terminal.js';
import { commandOf } from '../render/order.js';
import { type Onlooker, type Rendered, RendererSession } from '../render/renderer-session.js';

const NOBODY: Onlooker = { onLoading: () => undefined, onStep: () => undefined };

/** Where the file of a LoRA lies. */
type LoraFiles = (id: string) => Promise<string>;

/** A renderer of this process's own, started when the first picture is wanted: where all are there already, none is. */
export class SampleRenderer {
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
    return session.render(commandOf(job, this.model.dir, this.model.id, { loraFiles, init }), NOBODY, this.signal);
  }

  async end(): Promise<void> {
    await (await this.session)?.end();
  }
}
