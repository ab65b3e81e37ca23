import { Injectable } from '@nestjs/common';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { RemoveModel } from './remove-model.js';

/** Somebody deletes their account: what they published goes with it, as their images in the feed do. */
@Injectable()
export class DeleteModelsOfUser {
  constructor(
    private readonly modelRepository: ModelRepository,
    private readonly removeModel: RemoveModel,
  ) {}

  /** Inside the transaction that deletes the account. */
  async run(userId: string): Promise<void> {
    for (const modelId of await this.modelRepository.modelsOf(userId)) await this.removeModel.wholly(modelId);
  }
}
