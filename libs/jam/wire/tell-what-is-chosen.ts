import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomsChoosing } from '@visionary/generation';
import { LiveDocuments } from './live-documents.js';

/** Which open documents choose a model or a LoRA. Closed ones are not read: their rooms are known by what they rendered. */
@Injectable()
export class TellWhatIsChosen implements OnModuleInit {
  constructor(
    private readonly choosing: RoomsChoosing,
    private readonly documents: LiveDocuments,
  ) {}

  onModuleInit(): void {
    this.choosing.add(async (ids) => {
      const open = await this.documents.all();
      return open.filter(({ shared }) => ids.some((id) => shared.chooses(id))).map(({ roomId }) => roomId);
    });
  }
}
