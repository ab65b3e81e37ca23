import { Injectable } from '@nestjs/common';
import { SaidOfModels, Versions } from '@visionary/hub';
import { Rejection } from '@visionary/kernel';
import type { StoredReport } from '../../domain/talk/reports.js';

export type Reported = Pick<StoredReport, 'postId' | 'commentId' | 'modelId' | 'personId'>;

/** What of the hub a report is about, and who answers for it. */
@Injectable()
export class ReportedInHub {
  constructor(
    private readonly versions: Versions,
    private readonly saying: SaidOfModels,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async model(modelId: string): Promise<Reported> {
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return { postId: null, commentId: null, modelId, personId: model.makerId };
  }

  /** A comment or a review; null where nothing of this id was said. */
  async said(id: string): Promise<Reported | null> {
    const said = await this.saying.byId(id);
    return said && { postId: null, commentId: id, modelId: said.modelId, personId: said.authorId };
  }
}
