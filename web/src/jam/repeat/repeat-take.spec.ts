import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ErrorDetail, TakeView } from '@visionary/contract';
import { Rejection } from '../../shared/api/index.js';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import { repeating, repeatTake } from './repeat-take.js';

const TAKE = { id: 'take', number: 8 } as TakeView;

describe('[G83] rendering a take again', () => {
  beforeEach(() => {
    i18n.global.setLocaleMessage('en', shared);
    i18n.global.locale.value = 'en';
    repeating.value = null;
  });

  it('asks first when no renderer has what it was rendered on', async () => {
    const detail = {
      ...{ provider: 'webgpu', device: 'AMD Radeon RX 7800 XT' },
      available: [{ provider: 'cpu' }, { provider: 'cpu' }, { provider: 'cuda', device: 'NVIDIA GeForce RTX 4070' }],
    } as ErrorDetail;
    const requests: object[] = [];
    await repeatTake(TAKE, (request) => {
      requests.push(request);
      return Promise.reject(new Rejection('GENERATION_REPEAT_MAY_DIFFER', detail));
    });
    expect(requests).toEqual([{ takeId: 'take' }]);
    expect(repeating.value).toMatchObject({
      take: TAKE,
      renderedOn: 'AMD Radeon RX 7800 XT (WebGPU)',
      available: 'CPU and NVIDIA GeForce RTX 4070 (CUDA)',
    });
  });

  it('asks nothing when it is queued', async () => {
    await repeatTake(TAKE, () => Promise.resolve('next'));
    expect(repeating.value).toBeNull();
  });
});
