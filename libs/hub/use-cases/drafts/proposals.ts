import { Injectable } from '@nestjs/common';
import { Inspection, type MaterializedFile } from '../../domain/drafts/upload-ports.js';
import { suggestForm, ProposalLimits } from '../../domain/drafts/suggest-form.js';
import type { Draft, DraftForm } from '../../domain/drafts.js';
import type { FileFacts } from '../../domain/version.js';

/** What the form is filled with before its creator says otherwise. */
@Injectable()
export class SuggestDraftForm {
  constructor(
    private readonly inspection: Inspection,
    private readonly limits: ProposalLimits,
  ) {}

  async of(draft: Draft, facts: FileFacts, dir: string, files: readonly MaterializedFile[]): Promise<DraftForm> {
    const isModel = facts.kind === 'model';
    const index = isModel ? await this.inspection.json(dir, 'model_index.json') : null;
    const card = isModel ? await this.inspection.json(dir, 'visionary.json') : null;
    const texts = { paths: files.map(({ path }) => path), archiveName: draft.proposed.name ?? null, index, card };
    return suggestForm(facts, texts, this.limits);
  }
}
