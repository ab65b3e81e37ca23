import { describe, expect, it } from '@jest/globals';
import { withMask, withoutMask } from './mask-strength.js';

const image = { uploadId: 'a' };
const [mask, other] = [{ uploadId: 'm' }, { uploadId: 'n' }];

describe('the denoising strength of a masked init image', () => {
  it('[B22] is raised from the default by the first mask, and restored when the mask is removed', () => {
    expect(withMask({ image, strength: 0.6 }, mask)).toEqual({ image, strength: 1, mask });
    expect(withoutMask({ image, strength: 1, mask })).toEqual({ image, strength: 0.6 });
  });

  it('[B22] stays when the user chose it', () => {
    expect(withMask({ image, strength: 0.4 }, mask)).toEqual({ image, strength: 0.4, mask });
    expect(withMask({ image, strength: 0.6, mask }, other)).toEqual({ image, strength: 0.6, mask: other });
    expect(withoutMask({ image, strength: 0.8, mask })).toEqual({ image, strength: 0.8 });
    expect(withoutMask({ image, strength: 1 })).toEqual({ image, strength: 1 });
  });
});
