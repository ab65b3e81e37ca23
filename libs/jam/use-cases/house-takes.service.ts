import { Injectable } from '@nestjs/common';
import { BUILT_IN_MODEL, HOUSE_ROOM_ID, HOUSE_USER_ID, type Language } from '@visionary/contract';
import { type Model, ModelCatalog, ModelVocabularies, TakesService } from '@visionary/generation';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import { HouseRoom, RoomLog } from '@visionary/rooms';
import { HOUSE_INTERVAL_MS, HOUSE_TAKES, housePrompt, houseSettings } from '../domain/house-prompts.js';
import { DocumentsService } from './documents.service.js';
import { RoomTakesService } from './room-takes.service.js';

/** Renders examples of the built-in model in the house room. */
@Injectable()
export class HouseTakesService {
  constructor(
    private readonly room: HouseRoom,
    private readonly roomTakes: RoomTakesService,
    private readonly takes: TakesService,
    private readonly documents: DocumentsService,
    private readonly models: ModelCatalog,
    private readonly vocabularies: ModelVocabularies,
    private readonly log: RoomLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Whether nobody renders, and the last image of the room is old enough. */
  async isDue(): Promise<boolean> {
    if ((await this.takes.open(1)).length > 0) return false;
    const [last] = (await this.takes.page(HOUSE_ROOM_ID, null, 1)).takes;
    return !last || this.clock.now() - (last.endedAt ?? last.queuedAt) >= HOUSE_INTERVAL_MS;
  }

  /** Queues the next example if it is due. @throws Rejection as RoomTakesService.render */
  async renderNext(language: Language): Promise<void> {
    if (!(await this.isDue())) return;
    const model = await this.model();
    const [last] = (await this.takes.page(HOUSE_ROOM_ID, null, 1)).takes;
    if (!model) return;
    const prompt = housePrompt(model, await this.vocabularies.read(model), language, last?.number ?? 0);
    if (!prompt) return;
    await this.room.ensure(language);
    await this.documents.writePrompt(HOUSE_ROOM_ID, prompt, HOUSE_USER_ID);
    await this.roomTakes.render({
      ...{ roomId: HOUSE_ROOM_ID, authorId: HOUSE_USER_ID, writerIds: [HOUSE_USER_ID], clientId: this.ids.next() },
      ...{ prompt, negative: '', settings: houseSettings(model) },
    });
    await this.prune();
  }

  /** The built-in model, else the first of the operator that has examples. */
  private async model(): Promise<Model | undefined> {
    const models = await this.models.list();
    const hasExamples = ({ hub, examples }: Model) => !hub && examples.en.length + examples.zh.length > 0;
    return models.find(({ id }) => id === BUILT_IN_MODEL) ?? models.find(hasExamples);
  }

  private async prune(): Promise<void> {
    await this.unitOfWork.run(async () => {
      const oldest = await this.takes.keepNewest(HOUSE_ROOM_ID, HOUSE_TAKES);
      if (oldest) await this.log.deleteBefore(HOUSE_ROOM_ID, oldest.seq);
    });
  }
}
