import { parseInfotext } from '@visionary/infotext';
import type { LentImage, LentRecord } from '../../../domain/lending-protocol.js';
import type { RenderedImage, RenderRecord } from '../../../domain/renderer-protocol.js';

const LORA_HASHES_KEY = 'Lora hashes';

/** How a take was computed, for the instance, which writes the record. */
export const lentRecordOf = (record: RenderRecord): LentRecord => {
  const { runtime, provider, device, attention, layout, precision, together, loadMs, renderMs, unmatched, infotext } =
    record;
  return {
    ...{ runtime, provider, loadMs, renderMs, loraHashes: loraHashesOf(infotext) },
    ...(device !== undefined && { device }),
    ...(attention && { attention }),
    ...(layout && { layout }),
    ...(precision && { precision }),
    ...(together !== undefined && { together }),
    ...(unmatched && { unmatched: [...unmatched] }),
  };
};

export const lentImageOf = ({ seed, replaced, together }: RenderedImage): LentImage => ({
  seed,
  ...(replaced && { replaced }),
  ...(together !== undefined && { together }),
});

/** Only the renderer has read the weights. */
const loraHashesOf = (infotext: string): LentRecord['loraHashes'] => {
  const list = parseInfotext(infotext).parameters.find(([key]) => key === LORA_HASHES_KEY)?.[1] ?? '';
  return [...list.matchAll(/(?:^|, )(.+?): ([0-9a-f]{12})(?=, |$)/g)].map(([, id, shortHash]) => ({
    id: id!,
    shortHash: shortHash!,
  }));
};
