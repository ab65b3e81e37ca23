import { Injectable } from '@nestjs/common';
import { Shelf } from '../../domain/versions/shelf.js';
import { RemoveModel } from './remove-model.js';

/** Somebody deletes their account: what they published goes with it, as their pictures in the feed do. */
@Injectable()
export class PartModels {
  constructor(
    private readonly shelf: Shelf,
    private readonly removeModel: RemoveModel,
  ) {}

  /** Inside the transaction that deletes the account. */
  async run(personId: string): Promise<void> {
    for (const modelId of await this.shelf.modelsOf(personId)) await this.removeModel.wholly(modelId);
  }
}
