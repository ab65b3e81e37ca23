import { describe, expect, it } from '@jest/globals';
import type { LoraView } from '@visionary/contract';
import { Rejection } from '../../shared/api/rejection.js';
import { useLoraCompatibility } from './use-lora-compatibility.js';

const aLora = (id: string, ...compatibleModels: string[]) => ({ id, compatibleModels }) as unknown as LoraView;
const uses = (...ids: string[]) => ids.map((id) => ({ id, weight: 1 }));
const isListed = (model: string) => model === 'near';

describe('[B131] compatibility of LoRAs with an unlisted model', () => {
  it('is requested once the model is chosen, in one request for all LoRAs', async () => {
    const questions: (readonly string[])[] = [];
    const known = [aLora('ink', 'near', 'far'), aLora('wet', 'near')];
    const fetch = async (ids: readonly string[]) => (questions.push(ids), known.filter(({ id }) => ids.includes(id)));
    const beyond = useLoraCompatibility({ isListed, fetch });
    await Promise.all([beyond.compare('far', uses('ink', 'wet')), beyond.compare('far', uses('wet'))]);
    await beyond.compare('near', uses('ink'));
    expect(questions).toEqual([['far', 'ink', 'wet']]);
    const [ink, wet] = [aLora('ink', 'near'), aLora('wet', 'near')];
    expect(beyond.added([ink, wet]).map(({ compatibleModels }) => compatibleModels)).toEqual([
      ['near', 'far'],
      ['near'],
    ]);
    expect([beyond.compatibility(ink, 'far'), beyond.compatibility(wet, 'far')]).toEqual([true, false]);
    beyond.retry();
    await beyond.compare('far', uses('ink'));
    expect(questions).toHaveLength(2);
  });

  it('is undefined until the response, and is requested again after a failure', async () => {
    let isDown = true;
    const fetch = async () => {
      if (isDown) throw new Rejection('OFFLINE');
      return [aLora('ink', 'far')];
    };
    const beyond = useLoraCompatibility({ isListed, fetch });
    await beyond.compare('far', uses('ink'));
    expect(beyond.compatibility(aLora('ink'), 'far')).toBeUndefined();
    expect(beyond.compatibility(aLora('ink'), 'near')).toBe(false);
    isDown = false;
    await beyond.compare('far', uses('ink'));
    expect(beyond.compatibility(aLora('ink'), 'far')).toBe(true);
  });
});
