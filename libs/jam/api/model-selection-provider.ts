import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModelSelections } from '@visionary/generation';
import { LiveDocuments } from './live-documents.js';

/** Which open documents choose a model or a LoRA. Closed ones are not read: their rooms are known by what they rendered. */
@Injectable()
export class ModelSelectionProvider implements OnModuleInit {
  constructor(
    private readonly choosing: ModelSelections,
    private readonly documents: LiveDocuments,
  ) {}

  onModuleInit(): void {
    this.choosing.add(async (ids) => {
      const open = await this.documents.all();
      return open.filter(({ shared }) => ids.some((id) => shared.usesModel(id))).map(({ roomId }) => roomId);
    });
  }
}
