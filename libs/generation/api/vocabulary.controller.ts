import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Controller, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { type ModelPictureQuery, ROUTES, type VocabularyQuery } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { PreparedJsonResponse, Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { ratedForEveryone } from '../domain/hub-version-ref.js';
import { LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';
import { ModelVocabularies } from '../use-cases/model-vocabularies.js';
import { pictureUrl } from './picture-url.js';

const MAX_CACHED = 20;
const TYPES: Readonly<Record<string, string>> = {
  webp: 'image/webp',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

/** What models know, and the images in their folders. */
@Controller()
export class VocabularyController {
  /** By model and revision. */
  private readonly prepared = new LRUCache<string, PreparedJsonResponse>({ max: MAX_CACHED });

  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly vocabularies: ModelVocabularies,
  ) {}

  /** @throws Rejection GENERATION_MODEL_NOT_FOUND; NOT_FOUND if the model came without a vocabulary */
  @Route('modelVocabulary')
  async vocabulary(
    @Query({ schema: ROUTES.modelVocabulary.query }) { model: id }: z.infer<typeof VocabularyQuery>,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const prepared = await this.prepare(await this.find(id, identity));
    response.setHeader('Cache-Control', 'no-cache');
    await prepared.send(request, response, {});
  }

  /** @throws Rejection GENERATION_MODEL_NOT_FOUND; NOT_FOUND for an unknown LoRA, and if the folder has no such image */
  @Route('modelPicture')
  async picture(
    @Query({ schema: ROUTES.modelPicture.query }) { model: id, kind, picture }: z.infer<typeof ModelPictureQuery>,
    @OptionalUser() identity: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { dir, pictures } = kind === 'lora' ? await this.findLora(id) : await this.find(id, identity);
    const found = pictures?.[picture];
    if (dir === undefined || !found) throw new Rejection('NOT_FOUND');
    const type = TYPES[found.file.split('.').at(-1)!.toLowerCase()]!;
    response.set({
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=31536000, immutable',
      ETag: `"${found.version}"`,
    });
    response.type(type);
    if (request.fresh) {
      response.status(304);
      return undefined;
    }
    return new StreamableFile(createReadStream(join(dir, found.file)), { length: found.bytes, type });
  }

  /** Signed-in users may ask for any model by id, visitors for those rated for everyone. */
  private async find(id: string, identity: Identity | null): Promise<Model> {
    const model = await this.models.find(id);
    if (!model || (!identity && ratedForEveryone([model]).length === 0)) {
      throw new Rejection('GENERATION_MODEL_NOT_FOUND');
    }
    return model;
  }

  /** Only local LoRAs have images here. */
  private async findLora(id: string): Promise<Pick<Model, 'dir' | 'pictures'>> {
    const { path, pictures } = (await this.loras.find(id)) ?? {};
    return path === undefined || !pictures ? {} : { dir: dirname(path), pictures };
  }

  private async prepare(model: Model): Promise<PreparedJsonResponse> {
    const key = `${model.id} ${model.vocabulary?.revision} ${model.pictures?.tiles?.version}`;
    const cached = this.prepared.get(key);
    if (cached) return cached;
    const file = await this.vocabularies.read(model);
    if (!file) throw new Rejection('NOT_FOUND');
    const { tiles, ...vocabulary } = file;
    const sheet = model.pictures?.tiles;
    const withTiles = tiles && sheet && { tiles: { ...tiles, url: pictureUrl(model.id, 'tiles', sheet.version) } };
    const prepared = PreparedJsonResponse.of({ ...vocabulary, ...withTiles });
    this.prepared.set(key, prepared);
    return prepared;
  }
}
