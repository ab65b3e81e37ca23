import { describe, expect, it } from '@jest/globals';
import type { LoraView } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import { useLoraCompatibility } from './use-lora-compatibility.js';

const aLora = (id: string, ...compatibleModels: string[]) => ({ id, compatibleModels }) as unknown as LoraView;
const uses = (...ids: string[]) => ids.map((id) => ({ id, weight: 1 }));
const isListed = (model: string) => model === 'near';

describe('[B131] compatibility of LoRAs with an unlisted model', () => {
  it('is requested once the model is chosen, in one request for all LoRAs', async () => {
    const requests: (readonly string[])[] = [];
    const known = [aLora('ink', 'near', 'far'), aLora('wet', 'near')];
    const fetch = async (ids: readonly string[]) => (requests.push(ids), known.filter(({ id }) => ids.includes(id)));
    const loraCompatibility = useLoraCompatibility({ isListed, fetch });
    await Promise.all([
      loraCompatibility.compare('far', uses('ink', 'wet')),
      loraCompatibility.compare('far', uses('wet')),
    ]);
    await loraCompatibility.compare('near', uses('ink'));
    expect(requests).toEqual([['far', 'ink', 'wet']]);
    const [ink, wet] = [aLora('ink', 'near'), aLora('wet', 'near')];
    expect(loraCompatibility.added([ink, wet]).map(({ compatibleModels }) => compatibleModels)).toEqual([
      ['near', 'far'],
      ['near'],
    ]);
    expect([loraCompatibility.compatibility(ink, 'far'), loraCompatibility.compatibility(wet, 'far')]).toEqual([
      true,
      false,
    ]);
    loraCompatibility.retry();
    await loraCompatibility.compare('far', uses('ink'));
    expect(requests).toHaveLength(2);
  });

  it('is undefined until the response, and is requested again after a failure', async () => {
    let isDown = true;
    const fetch = async () => {
      if (isDown) throw new Rejection('OFFLINE');
      return [aLora('ink', 'far')];
    };
    const loraCompatibility = useLoraCompatibility({ isListed, fetch });
    await loraCompatibility.compare('far', uses('ink'));
    expect(loraCompatibility.compatibility(aLora('ink'), 'far')).toBeUndefined();
    expect(loraCompatibility.compatibility(aLora('ink'), 'near')).toBe(false);
    isDown = false;
    await loraCompatibility.compare('far', uses('ink'));
    expect(loraCompatibility.compatibility(aLora('ink'), 'far')).toBe(true);
  });
});
