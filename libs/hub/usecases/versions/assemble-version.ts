import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection } from '@visionary/kernel';
import type { Draft, DraftFile, DraftForm } from '../../domain/drafts.js';
import type { FileFacts, HubModel, VersionFile } from '../../domain/version.js';
import { FormRules } from '../../domain/versions/form-rules.js';
import { HubPages } from '../../domain/versions/hub-pages.js';
import { HubLimits } from '../../domain/versions/limits.js';
import type { NewModel, NewVersion } from '../../domain/versions/shelf.js';
import { useIdOf } from '../../domain/versions/use-id.js';
import { SAMPLES_WANTED } from '../../domain/samples/wanted.js';
import { modelKeys } from './name-keys.js';

/** What a draft becomes: what its maker wrote, and what the files propose where they wrote nothing. */
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
      ...{ id: this.ids.next(), makerId: draft.makerId, kind: facts.kind, name: form.name },
      ...{ keys: modelKeys(form.name), about: form.about ?? '', licence: form.licence },
      ...{ licenceWords: form.licenceWords ?? '', tags: form.tags ?? [], maturity: form.maturity ?? 'everybody' },
      atLeast: 'everybody',
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
      ...{ id: this.ids.next(), modelId: model.id, label: form.label, useId: useIdOf(model.name, form.label) },
      ...{
        state: 'published',
        isWithheld: false,
        notes: form.notes ?? '',
        base: form.base ?? facts.base,
        baseName: form.baseName ?? '',
      },
      ...{ triggerWords: form.triggerWords ?? [], recommended: form.recommended ?? {}, facts },
      ...{ renderFacts: draft.renderFacts, hash: draft.hash ?? '', at: this.clock.now(), checkedAt: draft.changedAt },
      bytes: versionFiles.reduce((sum, { bytes }) => sum + bytes, 0),
      samplesToCome: facts.kind === 'weights' ? 0 : SAMPLES_WANTED,
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
