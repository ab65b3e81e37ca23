import { describe, expect, it } from '@jest/globals';
import type { LoraView, ModelView } from '@visionary/contract';
import { optionImage } from './option-image.js';

const lora = { id: 'cyanotype', picture: '/lora.webp' } as LoraView;
const model = { id: 'mini', pictures: { title: '/model.webp' } } as ModelView;

describe('[B277] the image of an option in a picker', () => {
  it('is the one that a model or LoRA in the models folder came with, as on its page', () => {
    expect(optionImage({ lora })).toBe('/lora.webp');
    expect(optionImage({ model })).toBe('/model.webp');
  });

  it('is a sample of the hub if it is from there, and none if there is none', () => {
    expect(optionImage({ lora, hub: { sample: '/sample.webp' } as never })).toBe('/sample.webp');
    expect(optionImage({ lora: { id: 'plain' } as LoraView })).toBeUndefined();
  });
});
