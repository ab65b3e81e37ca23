import { describe, expect, it } from '@jest/globals';
import { LoraPlan } from '@visionary/diffusion';
import { ModelRequests } from './model-requests.js';

const REQUEST = {
  ...{ modelDir: 'tests/golden/tiny-sd-random', modelName: 'tiny', loras: [] },
  ...{ width: 64, height: 64 },
};

describe('ModelRequests', () => {
  it('[E100] tells models on a device apart, whose memory is estimated', async () => {
    const plan = await LoraPlan.of(REQUEST.modelDir, [], { threads: 1 });
    const requests = new ModelRequests(2 ** 30, true);
    const onProcessor = await requests.of(REQUEST, plan, { provider: 'cpu' });
    const onDevice = await requests.of(REQUEST, plan, { provider: 'cuda' });
    expect(onDevice.key).toBe(`cuda\0${onProcessor.key}`);
    expect(onProcessor.countsEstimate).toBeUndefined();
    expect(onDevice).toMatchObject({ countsEstimate: true, loadingBytes: 0, workingBytes: onProcessor.workingBytes });
    expect(onDevice.estimatedBytes).toBeGreaterThanOrEqual(onDevice.fileBytes);
  });
});
