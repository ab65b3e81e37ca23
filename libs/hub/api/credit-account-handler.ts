import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, PersonalDataExporters } from '@visionary/accounts';
import { DomainEvents, isoTime } from '@visionary/kernel';
import type { ModelCredit } from '../domain/model-credits.js';
import { type HubModel, type Version } from '../domain/version.js';
import { Versions } from '../storage/versions.js';
import { ModelsService } from '../use-cases/versions/models.service.js';
import { ModelCredits } from '../storage/sql-model-credits.js';

/** Exports a user's published versions and credits, and deletes credits with the account. */
@Injectable()
export class CreditAccountHandler implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly modelCredits: ModelCredits,
    private readonly models: ModelsService,
    private readonly versions: Versions,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('models.json', (userId) => this.exportModels(userId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.modelCredits.forgetUser(userId));
  }

  /** Yields one version at a time, because the facts may be long. */
  private async *exportModels(userId: string): AsyncIterable<readonly object[]> {
    const published = new Set<string>();
    for (const modelId of await this.models.idsOf(userId)) {
      const model = await this.versions.modelById(modelId);
      if (!model) continue;
      for (const version of await this.versions.ofModel(modelId)) {
        published.add(version.hash);
        yield [await this.versionRecord(model, version)];
      }
    }
    yield (await this.modelCredits.by(userId)).filter(({ hash }) => !published.has(hash)).map(creditRecord);
  }

  private async versionRecord(model: HubModel, version: Version): Promise<object> {
    const { kind, name, description, license, licenseText, tags, contentRating } = model;
    const { id, label, useId, state, notes, baseModelName, triggerWords, recommended, hash, bytes, at } = version;
    const files = (await this.versions.filesOf(id)).map(({ path, bytes: fileBytes, sha256 }) => ({
      path,
      bytes: fileBytes,
      sha256,
    }));
    return {
      kind,
      name,
      label,
      useId,
      hash,
      state,
      about: description,
      license,
      licenseText,
      tags,
      contentRating,
      notes,
      baseName: baseModelName,
      triggerWords,
      recommended,
      bytes,
      publishedAt: isoTime(at),
      files,
    };
  }
}

const creditRecord = ({ kind, name, hash, at }: ModelCredit): object => ({
  kind,
  name,
  hash,
  at: isoTime(at),
});
