import { Injectable } from '@nestjs/common';
import { type PostUploadView, ROUTES } from '@visionary/contract';
import { KnownModels } from '@visionary/generation';
import type { PostUpload } from '../../domain/posts/post-uploads.js';
import { TellParameters } from '../../usecases/posts/tell-parameters.js';
import { ParameterViews } from './parameter-views.js';
import { presentModel } from './post-views.js';

/** A picture made elsewhere, as the one who brought it sees it before it is published. */
@Injectable()
export class UploadViews {
  constructor(
    private readonly tell: TellParameters,
    private readonly parameters: ParameterViews,
    private readonly models: KnownModels,
  ) {}

  async one({ id, width, height, infotext, level }: PostUpload): Promise<PostUploadView> {
    const told = infotext === null ? null : await this.tell.ofInfotext(infotext);
    return {
      ...{ uploadId: id, url: ROUTES.uploadedPost.path.replace(':uploadId', id), width, height },
      atLeast: level ?? 'everybody',
      parameters: told && (await this.parameters.of(told.parameters)),
      model: told?.model ? presentModel(told.model, await this.models.titles()) : null,
    };
  }
}
