import { createHash } from 'node:crypto';
import type { Model, RenderJob } from '../../../../libs/generation/cli.js';
import { renderCommandOf } from '../render/render-request.js';
import {
  type ProgressListener,
  type RenderResult,
  RendererSession,
  type RendererSettings,
} from '../render/renderer-session.js';

const NO_PROGRESS: ProgressListener = { onLoading: () => undefined, onStep: () => undefined };

/** @returns the path of a LoRA file */
type LoraFileOf = (id: string) => Promise<string>;

/** Starts a renderer for the first image. Without new images none is started. */
export class SeedRenderer {
  private session: Promise<RendererSession> | undefined;

  constructor(
    private readonly model: Model,
    private readonly fileOf: LoraFileOf,
    private readonly settings: RendererSettings,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws CancelledError, UserError */
  async render(job: RenderJob, initImage: Uint8Array | undefined): Promise<RenderResult> {
    const session = await (this.session ??= RendererSession.start(this.settings));
    const init = initImage && { bytes: initImage, sha256: createHash('sha256').update(initImage).digest('hex') };
    const files = await Promise.all((job.loras ?? []).map(({ id }) => this.fileOf(id)));
    return session.render(
      renderCommandOf(job, this.model.dir, this.model.id, { files, init }),
      NO_PROGRESS,
      this.signal,
    );
  }

  async end(): Promise<void> {
    await (await this.session)?.end();
  }
}
