import { Injectable } from '@nestjs/common';
import { Credits, type Credit } from '../domain/credits.js';
import { type HubModel, type Version, Versions } from '../domain/version.js';
import { Shelf } from '../domain/versions/shelf.js';

/** What somebody's data say of the models they made: each version they published, and what else is said to be theirs. */
@Injectable()
export class MadeRecords {
  constructor(
    private readonly credits: Credits,
    private readonly shelf: Shelf,
    private readonly versions: Versions,
  ) {}

  /** A model at a time: its versions' facts may be long. */
  async *of(personId: string): AsyncIterable<readonly object[]> {
    const published = new Set<string>();
    for (const modelId of await this.shelf.modelsOf(personId)) {
      const model = await this.versions.modelById(modelId);
      if (!model) continue;
      for (const version of await this.versions.ofModel(modelId)) {
        published.add(version.hash);
        yield [await this.recordOf(model, version)];
      }
    }
    yield (await this.credits.by(personId)).filter(({ hash }) => !published.has(hash)).map(creditRecord);
  }

  private async recordOf(model: HubModel, version: Version): Promise<object> {
    const { kind, name, about, licence, licenceWords, tags, maturity } = model;
    const { id, label, useId, state, notes, baseName, triggerWords, recommended, hash, bytes, at } = version;
    const files = (await this.versions.filesOf(id)).map((file) => ({
      ...{ path: file.path, bytes: file.bytes, sha256: file.sha256 },
    }));
    return {
      ...{ kind, name, label, useId, hash, state, about, licence, licenceWords, tags, maturity },
      ...{ notes, baseName, triggerWords, recommended, bytes, publishedAt: new Date(at).toISOString(), files },
    };
  }
}

const creditRecord = ({ kind, name, hash, at }: Credit): object => ({
  ...{ kind, name, hash, at: new Date(at).toISOString() },
});
