import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection } from '@visionary/kernel';
import type { Draft, DraftFile, DraftForm } from '../../domain/drafts.js';
import type { FileFacts, HubModel, VersionFile } from '../../domain/version.js';
import { FormRules } from '../../domain/versions/form-rules.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { HubLimits } from '../../domain/versions/limits.js';
import type { NewModel, NewVersion } from '../../domain/versions/model-repository.js';
import { versionRefOf } from '../../domain/versions/version-ref.js';
import { SAMPLES_PER_VERSION } from '../../domain/samples/wanted.js';
import { nameKeysOf } from './name-keys.js';

/** What a draft becomes: what its creator wrote, and what the files propose where they wrote nothing. */
@Injectable()
export class AssembleVersion {
  constructor(
    private readonly pages: HubPages,
    private readonly rules: FormRules,
    private readonly limits: HubLimits,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection HUB_DRAFT_INCOMPLETE { field } */
  model(draft: Draft): NewModel {
    const form = this.rules.ofNewModel(wholeOf(draft));
    const facts = factsOf(draft);
    return {
      ...{ id: this.ids.next(), creatorId: draft.creatorId, kind: facts.kind, name: form.name },
      ...{ keys: nameKeysOf(form.name), description: form.description ?? '', license: form.license },
      ...{
        licenseText: form.licenseText ?? '',
        tags: form.tags ?? [],
        contentRating: form.contentRating ?? 'everyone',
      },
      atLeast: 'everyone',
      ...{ base: form.base ?? facts.base, createdAt: this.clock.now(), isSample: false },
    };
  }

  /** @throws Rejection HUB_DRAFT_INCOMPLETE { field }, HUB_TOO_MANY_VERSIONS */
  async version(
    draft: Draft,
    files: readonly DraftFile[],
    model: Pick<HubModel, 'id' | 'name'>,
  ): Promise<{ readonly version: NewVersion; readonly versionFiles: readonly VersionFile[] }> {
    const form = this.rules.ofVersion(wholeOf(draft));
    const facts = factsOf(draft);
    if ((await this.pages.ofModel(model.id)).length >= this.limits.versionsPerModel) {
      throw new Rejection('HUB_TOO_MANY_VERSIONS', { max: this.limits.versionsPerModel });
    }
    const versionFiles = files.map(keptFile).sort((a, b) => (a.path < b.path ? -1 : 1));
    const version: NewVersion = {
      ...{ id: this.ids.next(), modelId: model.id, label: form.label, useId: versionRefOf(model.name, form.label) },
      ...{
        state: 'published',
        isWithheld: false,
        notes: form.notes ?? '',
        base: form.base ?? facts.base,
        baseModelName: form.baseModelName ?? '',
      },
      ...{ triggerWords: form.triggerWords ?? [], recommended: form.recommended ?? {}, facts },
      ...{ renderFacts: draft.renderFacts, hash: draft.hash ?? '', at: this.clock.now(), checkedAt: draft.changedAt },
      bytes: versionFiles.reduce((sum, { bytes }) => sum + bytes, 0),
      samplesToCome: facts.kind === 'weights' ? 0 : SAMPLES_PER_VERSION,
    };
    return { version, versionFiles };
  }
}

const wholeOf = ({ proposed, form }: Draft): DraftForm => ({ ...proposed, ...form });

const factsOf = ({ facts, hash }: Draft): FileFacts => {
  // Whoever is ready has been looked at.
  if (!facts || hash === null) throw new Rejection('HUB_DRAFT_NOT_READY');
  return facts;
};

const keptFile = ({ path, sha256, weightsHash, bytes, crc32 }: DraftFile): VersionFile => {
  if (sha256 === null || crc32 === null) throw new Rejection('HUB_DRAFT_NOT_READY');
  return { path, sha256, weightsHash, bytes, crc32 };
};
