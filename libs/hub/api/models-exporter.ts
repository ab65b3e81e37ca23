import { Injectable } from '@nestjs/common';
import { ModelCredits, type ModelCredit } from '../domain/model-credits.js';
import { type HubModel, type Version, Versions } from '../domain/version.js';
import { ModelRepository } from '../domain/versions/model-repository.js';

/** What somebody's data say of the models they made: each version they published, and what else is said to be theirs. */
@Injectable()
export class ModelsExporter {
  constructor(
    private readonly modelCredits: ModelCredits,
    private readonly modelRepository: ModelRepository,
    private readonly versions: Versions,
  ) {}

  /** A model at a time: its versions' facts may be long. */
  async *of(userId: string): AsyncIterable<readonly object[]> {
    const published = new Set<string>();
    for (const modelId of await this.modelRepository.modelsOf(userId)) {
      const model = await this.versions.modelById(modelId);
      if (!model) continue;
      for (const version of await this.versions.ofModel(modelId)) {
        published.add(version.hash);
        yield [await this.recordOf(model, version)];
      }
    }
    yield (await this.modelCredits.by(userId)).filter(({ hash }) => !published.has(hash)).map(creditRecord);
  }

  private async recordOf(model: HubModel, version: Version): Promise<object> {
    const { kind, name, description, license, licenseText: licenseWords, tags, contentRating } = model;
    const { id, label, useId, state, notes, baseModelName, triggerWords, recommended, hash, bytes, at } = version;
    const files = (await this.versions.filesOf(id)).map((file) => ({
      ...{ path: file.path, bytes: file.bytes, sha256: file.sha256 },
    }));
    return {
      ...{ kind, name, label, useId, hash, state, about: description, license, licenseWords, tags, contentRating },
      ...{
        notes,
        baseName: baseModelName,
        triggerWords,
        recommended,
        bytes,
        publishedAt: new Date(at).toISOString(),
        files,
      },
    };
  }
}

const creditRecord = ({ kind, name, hash, at }: ModelCredit): object => ({
  ...{ kind, name, hash, at: new Date(at).toISOString() },
});
