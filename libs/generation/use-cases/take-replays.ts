import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import type { ReplaySheet } from '../domain/renderer-protocol.js';
import { Renderers } from '../domain/renderers.js';
import type { TakeReplay } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { TakesService } from './takes.service.js';

/**
 * How images came about. Renderers keep the steps of their last takes; the sheet of an image is made when somebody asks for it
 * first, and kept with the take.
 */
@Injectable()
export class TakeReplays {
  /** By take and image. */
  private readonly inProgress = new Map<string, Promise<TakeReplay>>();

  constructor(
    private readonly takes: TakesService,
    private readonly storage: SqlTakes,
    private readonly renderers: Renderers,
    private readonly blobs: BlobStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Callers check the right to see the image. @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_REPLAY_UNAVAILABLE */
  async of(takeId: string, index: number): Promise<TakeReplay> {
    const { image } = await this.takes.image(takeId, index);
    if (image.replay) return image.replay;
    const key = `${takeId} ${index}`;
    const started = this.inProgress.get(key);
    if (started) return started;
    const made = this.make(takeId, index).finally(() => this.inProgress.delete(key));
    this.inProgress.set(key, made);
    return made;
  }

  private async make(takeId: string, index: number): Promise<TakeReplay> {
    const sheet = await this.ask(takeId, index);
    if (!sheet) throw new Rejection('GENERATION_REPLAY_UNAVAILABLE');
    const { bytes, ...layout } = sheet;
    return this.blobs.leaseAll([bytes], ([sha256 = '']) =>
      this.unitOfWork.run(async () => {
        const replay = { sha256, bytes: bytes.byteLength, ...layout };
        // Another server may have been faster.
        return this.storage.addReplay(takeId, index, replay);
      }),
    );
  }

  /** The renderer that rendered it may be any of the instance. Lent ones are not trusted with what nobody can check any more. */
  private async ask(takeId: string, imageIndex: number): Promise<ReplaySheet | undefined> {
    const own = this.renderers.list().filter(({ lender }) => !lender);
    const answers = own.map(async ({ id }) => {
      const answer = await this.renderers.request(id, { type: 'replay', takeId, imageIndex });
      if (answer?.type !== 'replay' || !answer.sheet) throw new Error('It has no steps of this image.');
      return answer.sheet;
    });
    return Promise.any(answers).catch(() => undefined);
  }
}
