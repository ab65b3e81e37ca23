import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FolderNames as NamesOfFolder } from '@visionary/hub';
import { LoraCatalogue } from '../domain/loras.js';
import { ModelCatalogue } from '../domain/model.js';

/** The hub hears what the models and LoRAs of this server's own folder are called. */
@Injectable()
export class FolderNames implements OnModuleInit {
  constructor(
    private readonly names: NamesOfFolder,
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
  ) {}

  onModuleInit(): void {
    this.names.add(async () => {
      const all = [...(await this.models.list()), ...(await this.loras.list())];
      return all.filter(({ hub }) => hub === undefined).flatMap(({ id, title }) => [id, title]);
    });
  }
}
