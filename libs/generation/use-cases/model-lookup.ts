import { Injectable } from '@nestjs/common';
import { FileHashes } from '../domain/file-hashes.js';
import { PublishedModels } from '../domain/published-models.js';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';

/** The shortest part of a hash that the field still takes for one: AutoV2 has ten digits. */
const DIGITS_AT_LEAST = 10;
const DIGITS = /^[0-9a-f]+$/;

/** Models of this instance by what images from elsewhere say of them. */
@Injectable()
export class ModelLookup {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly hashes: FileHashes,
    private readonly offers: PublishedModels,
  ) {}

  /** Titles of all models by id. */
  async titles(): Promise<ReadonlyMap<string, string>> {
    return titlesOf(await this.models.list());
  }

  /** Titles of all LoRAs by id. */
  async loraTitles(): Promise<ReadonlyMap<string, string>> {
    return titlesOf(await this.loras.list());
  }

  /**
   * Reads whole folders the first time; not inside a unit of work.
   * @param hash SHA-256 of a folder, in hex, or its first ten digits or more
   * @param name looked at first among those that are called so
   */
  async byHash(hash: string, name = ''): Promise<Model | null> {
    const wanted = hash.toLowerCase();
    if (!isHash(wanted)) return null;
    const called = ({ id, title }: Model) => [id, title].includes(name);
    const all = await this.models.list();
    // What the hub has is known without reading a folder.
    const published = all.find(({ hub }) => hub?.hash.startsWith(wanted));
    if (published) return published;
    const models = all.filter(({ hub }) => !hub).sort((a, b) => Number(called(b)) - Number(called(a)));
    return this.amongFolders(models, wanted);
  }

  /** As `byHash`, of what lies in the server's own folder: also where the very same is published, too. */
  async inFolder(hash: string): Promise<Model | null> {
    const wanted = hash.toLowerCase();
    const models = isHash(wanted) ? await this.models.list() : [];
    return this.amongFolders(
      models.filter(({ hub }) => !hub),
      wanted,
    );
  }

  private async amongFolders(models: readonly Model[], wanted: string): Promise<Model | null> {
    for (const model of models) if ((await this.hashes.modelHash(model))?.startsWith(wanted)) return model;
    return null;
  }

  /**
   * Of the LoRA of this name. Reads its file the first time.
   * @param hash the first ten digits or more of the SHA-256 of its file, or of its weights alone
   * @returns the SHA-256 of the file, null where that is another
   */
  async loraHash(id: string, hash: string): Promise<string | null> {
    const wanted = hash.toLowerCase();
    const lora = isHash(wanted) ? await this.loras.find(id) : undefined;
    if (!lora) return null;
    const whole = await this.hashes.loraHash(lora);
    const weights = await this.weightsOf(lora);
    return [whole, weights].some((one) => one?.startsWith(wanted)) ? whole : null;
  }

  private async weightsOf({ hub, path }: Lora): Promise<string | null> {
    if (hub) return this.offers.weightsHash(hub);
    return path === undefined ? null : this.hashes.ofWeights(path);
  }
}

const isHash = (digits: string): boolean => digits.length >= DIGITS_AT_LEAST && DIGITS.test(digits);

const titlesOf = (all: readonly { readonly id: string; readonly title: string }[]): ReadonlyMap<string, string> =>
  new Map(all.map(({ id, title }) => [id, title]));
