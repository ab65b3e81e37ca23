import { Injectable } from '@nestjs/common';
import { Inspection, type LaidOutFile } from '../../domain/drafts/desk.js';
import { proposeForm, ProposalLimits } from '../../domain/drafts/propose-form.js';
import type { Draft, DraftForm } from '../../domain/drafts.js';
import type { FileFacts } from '../../domain/version.js';

/** What the form is filled with before its maker says otherwise. */
@Injectable()
export class Proposals {
  constructor(
    private readonly inspection: Inspection,
    private readonly limits: ProposalLimits,
  ) {}

  async of(draft: Draft, facts: FileFacts, dir: string, files: readonly LaidOutFile[]): Promise<DraftForm> {
    const isModel = facts.kind === 'model';
    const index = isModel ? await this.inspection.json(dir, 'model_index.json') : null;
    const card = isModel ? await this.inspection.json(dir, 'visionary.json') : null;
    const texts = { paths: files.map(({ path }) => path), cameAs: draft.proposed.name ?? null, index, card };
    return proposeForm(facts, texts, this.limits);
  }
}
