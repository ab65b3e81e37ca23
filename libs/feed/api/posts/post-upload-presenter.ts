import { Injectable } from '@nestjs/common';
import { type PostUploadView, ROUTES } from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import type { PostUpload } from '../../domain/posts/post-uploads.js';
import { DescribeParameters } from '../../use-cases/posts/describe-parameters.js';
import { ParameterViews } from './parameter-views.js';
import { presentModel } from './post-views.js';

/** An image made elsewhere, as the one who brought it sees it before it is published. */
@Injectable()
export class PostUploadPresenter {
  constructor(
    private readonly tell: DescribeParameters,
    private readonly parameters: ParameterViews,
    private readonly models: ModelLookup,
  ) {}

  async one({ id, width, height, infotext, level }: PostUpload): Promise<PostUploadView> {
    const told = infotext === null ? null : await this.tell.ofInfotext(infotext);
    return {
      ...{ uploadId: id, url: ROUTES.postUpload.path.replace(':uploadId', id), width, height },
      minimumRating: level ?? 'everyone',
      parameters: told && (await this.parameters.of(told.parameters)),
      model: told?.model ? presentModel(told.model, await this.models.titles()) : null,
    };
  }
}
