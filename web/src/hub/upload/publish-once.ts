import type { DraftView, HubModelDetail } from '@visionary/contract';
import { toRejection } from '../../shared/api/rejection.js';

interface PublishRequests {
  publish(): Promise<HubModelDetail>;
  draft(): Promise<Pick<DraftView, 'published'>>;
  model(modelId: string): Promise<HubModelDetail>;
}

/** Publishes a draft. One that another tab published meanwhile counts as published. @throws Rejection */
export async function publishOnce({ publish, draft, model }: PublishRequests): Promise<HubModelDetail> {
  try {
    return await publish();
  } catch (error) {
    if (toRejection(error).code !== 'HUB_DRAFT_PUBLISHED') throw error;
    const { published } = await draft();
    if (!published) throw error;
    return model(published.modelId);
  }
}
