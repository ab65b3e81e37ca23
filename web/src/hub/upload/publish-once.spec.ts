import { describe, expect, it } from '@jest/globals';
import type { HubModelDetail } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import { publishOnce } from './publish-once.js';

const detail = { model: { id: 'ink' } } as HubModelDetail;
const requests = (
  code: 'HUB_DRAFT_PUBLISHED' | 'HUB_NAME_TAKEN',
  published?: { modelId: string; versionId: string },
) => ({
  publish: () => Promise.reject(new Rejection(code)),
  draft: () => Promise.resolve(published ? { published } : {}),
  model: (modelId: string) => Promise.resolve({ model: { id: modelId } } as HubModelDetail),
});

describe('[B248] a draft that another tab published', () => {
  it('counts as published', async () => {
    const found = requests('HUB_DRAFT_PUBLISHED', { modelId: 'ink', versionId: 'v' });
    await expect(publishOnce(found)).resolves.toEqual(detail);
  });

  it('does not hide other rejections', async () => {
    await expect(publishOnce(requests('HUB_NAME_TAKEN'))).rejects.toMatchObject({ code: 'HUB_NAME_TAKEN' });
    await expect(publishOnce(requests('HUB_DRAFT_PUBLISHED'))).rejects.toMatchObject({ code: 'HUB_DRAFT_PUBLISHED' });
  });
});
