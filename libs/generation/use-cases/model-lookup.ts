import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HashLookup, type HashMatch } from '@visionary/hub';
import { ADDITION_KINDS, type AdditionKind, type UsableKind } from '@visionary/contract';
import { type Addition, AdditionCatalog, wordOf } from '../domain/additions.js';
import { type Lora, LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { PublishedModels } from '../domain/published-models.js';
import { DiskFileHashes } from '../storage/disk-file-hashes.js';

/** Shortest hash prefix in generation data: AutoV2 has ten digits. */
const MIN_DIGITS = 10;
const DIGITS = /^[0-9a-f]+$/;

/** Finds models and LoRAs of this instance by hash or name, as generation data refers to them. */
@Injectable()
export class ModelLookup implements OnModuleInit {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly additions: AdditionCatalog,
    private readonly hashes: DiskFileHashes,
    private readonly publishedModels: PublishedModels,
    private readonly hashLookup: HashLookup,
  ) {}

  /** Local models and additions are found by hash like published ones. */
  onModuleInit(): void {
    this.hashLookup.add((digits) => this.localModelMatch(digits));
    this.hashLookup.add((digits) => this.localLoraMatch(digits));
    this.hashLookup.add((digits) => this.localAdditionMatch(digits));
  }

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
   * @param hash SHA-256 of a folder in hex, or its first ten digits or more
   * @param name models with this name are compared first
   */
  async byHash(hash: string, name = ''): Promise<Model | null> {
    const prefix = hash.toLowerCase();
    if (!isHash(prefix)) return null;
    const hasName = ({ id, title }: Model) => [id, title].includes(name);
    const all = await this.models.list();
    // Hashes of hub models are stored, so no folder is read.
    const published = all.find(({ hub }) => hub?.hash.startsWith(prefix));
    if (published) return published;
    const local = all.filter(({ hub }) => !hub).sort((a, b) => Number(hasName(b)) - Number(hasName(a)));
    return this.localByHash(local, prefix);
  }

  /**
   * Reads the file the first time.
   * @param hash SHA-256 of the LoRA's file or of its weights alone, or its first ten digits or more
   * @returns the SHA-256 of the file; null if the LoRA of this id has another hash
   */
  async loraHash(id: string, hash: string): Promise<string | null> {
    const prefix = hash.toLowerCase();
    const lora = isHash(prefix) ? await this.loras.find(id) : undefined;
    if (!lora) return null;
    const fileHash = await this.hashes.additionHash(lora);
    const weightsHash = await this.weightsHashOf(lora);
    return [fileHash, weightsHash].some((one) => one?.startsWith(prefix)) ? fileHash : null;
  }

  /**
   * Reads files the first time.
   * @param named as an infotext names it: an id, a title, or the word of an embedding, and a hash or its first digits
   * @returns undefined if it is not on this instance
   */
  async additionId(
    kind: AdditionKind,
    { name, hash }: { readonly name?: string; readonly hash?: string },
  ): Promise<string | undefined> {
    const all = await this.additions.list(kind);
    const wanted = name?.toLowerCase();
    const isNamed = (addition: Addition) =>
      [addition.id, addition.title, wordOf(addition)].some((one) => one.toLowerCase() === wanted);
    const named = all.find(isNamed);
    const prefix = hash?.toLowerCase() ?? '';
    if (named || !isHash(prefix)) return named?.id;
    for (const addition of all) {
      if ((await this.hashes.additionHash(addition))?.startsWith(prefix)) return addition.id;
    }
    return undefined;
  }

  /**
   * Reads the file the first time.
   * @param hash SHA-256 of the file, or its first ten digits or more
   * @returns the SHA-256 of the file; null if the addition of this id has another hash
   */
  async additionHash(kind: AdditionKind, id: string, hash: string): Promise<string | null> {
    const prefix = hash.toLowerCase();
    const addition = isHash(prefix) ? await this.additions.find(kind, id) : undefined;
    const fileHash = addition ? await this.hashes.additionHash(addition) : null;
    return fileHash?.startsWith(prefix) ? fileHash : null;
  }

  /** Titles of models and additions by kind and id. */
  async titlesByKind(): Promise<Readonly<Record<UsableKind, ReadonlyMap<string, string>>>> {
    const titles = async (kind: AdditionKind) => titlesOf(await this.additions.list(kind));
    return {
      model: await this.titles(),
      lora: await this.loraTitles(),
      embedding: await titles('embedding'),
      vae: await titles('vae'),
      controlnet: await titles('controlnet'),
      upscaler: await titles('upscaler'),
    };
  }

  private async localByHash(models: readonly Model[], prefix: string): Promise<Model | null> {
    for (const model of models) if ((await this.hashes.modelHash(model))?.startsWith(prefix)) return model;
    return null;
  }

  private async weightsHashOf({ hub, path }: Lora): Promise<string | null> {
    if (hub) return this.publishedModels.weightsHash(hub);
    return path === undefined ? null : this.hashes.ofWeights(path);
  }

  private async localModelMatch(digits: string): Promise<HashMatch | null> {
    const prefix = digits.toLowerCase();
    const local = isHash(prefix) ? (await this.models.list()).filter(({ hub }) => !hub) : [];
    const model = await this.localByHash(local, prefix);
    const hash = model?.dir === undefined ? null : await this.hashes.ofModel(model.dir);
    return model && hash ? { kind: 'model', versionRef: model.id, name: model.title, hash } : null;
  }

  private async localLoraMatch(digits: string): Promise<HashMatch | null> {
    for (const { id, path, title } of await this.loras.list()) {
      if (path === undefined) continue;
      for (const hash of [await this.hashes.ofFile(path), await this.hashes.ofWeights(path)]) {
        if (hash?.startsWith(digits)) return { kind: 'lora', versionRef: id, name: title, hash };
      }
    }
    return null;
  }

  private async localAdditionMatch(digits: string): Promise<HashMatch | null> {
    const prefix = digits.toLowerCase();
    if (!isHash(prefix)) return null;
    for (const kind of ADDITION_KINDS) {
      for (const { id, path, title } of await this.additions.list(kind)) {
        const hash = path === undefined ? null : await this.hashes.ofFile(path);
        if (hash?.startsWith(prefix)) return { kind, versionRef: id, name: title, hash };
      }
    }
    return null;
  }
}

const isHash = (digits: string): boolean => digits.length >= MIN_DIGITS && DIGITS.test(digits);

const titlesOf = (all: readonly { readonly id: string; readonly title: string }[]): ReadonlyMap<string, string> =>
  new Map(all.map(({ id, title }) => [id, title]));
