import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReservedNames as NamesOfFolder } from '@visionary/hub';
import { LoraCatalog } from '../domain/loras.js';
import { ModelCatalog } from '../domain/model.js';

/** The hub hears what the models and LoRAs of this server's own folder are called. */
@Injectable()
export class LocalModelNames implements OnModuleInit {
  constructor(
    private readonly names: NamesOfFolder,
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
  ) {}

  onModuleInit(): void {
    this.names.add(async () => {
      const all = [...(await this.models.list()), ...(await this.loras.list())];
      return all.filter(({ hub }) => hub === undefined).flatMap(({ id, title }) => [id, title]);
    });
  }
}
