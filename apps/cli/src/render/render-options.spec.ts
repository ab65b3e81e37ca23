import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../usage-error.js';
import { readRenderOptions } from './render-options.js';

const read = (...args: string[]) => readRenderOptions(['-m', 'x', '-p', 'a fox', ...args]);

describe('readRenderOptions', () => {
  it.each([
    ['dpmpp_2m_karras', 'dpmpp_2m_karras'],
    ['DPM++ 2M Karras', 'dpmpp_2m_karras'],
    ['dpm++ 2m sde karras', 'dpmpp_2m_sde_karras'],
    ['Euler a', 'euler_ancestral'],
    ['PLMS', 'pndm'],
    ['UniPC', 'unipc'],
  ])('[T8] readRenderOptions accepts the scheduler %s', (name, scheduler) => {
    expect(read('--scheduler', name)).toMatchObject({ scheduler });
  });

  it.each([
    ['style.safetensors', { file: 'style.safetensors', weight: 1 }],
    ['style.safetensors:0.8', { file: 'style.safetensors', weight: 0.8 }],
    ['a:b/style.safetensors:-1', { file: 'a:b/style.safetensors', weight: -1 }],
    ['C:\\loras\\style.safetensors', { file: 'C:\\loras\\style.safetensors', weight: 1 }],
  ])('[T8] readRenderOptions parses the LoRA %s', (text, lora) => {
    expect(read('--lora', text).loras).toEqual([lora]);
  });

  it('[T8] readRenderOptions parses sizes, several LoRAs and zeros', () => {
    expect(read('--size', '512x768', '--lora', 'a', '--lora', 'b:2', '--seed', '0', '--eta', '0')).toMatchObject({
      size: { width: 512, height: 768 },
      seed: 0,
      eta: 0,
      loras: [
        { file: 'a', weight: 1 },
        { file: 'b', weight: 2 },
      ],
    });
  });

  it('[T23] readRenderOptions reads LoRAs from the tags of the prompt', () => {
    expect(read('--lora', 'a', '-p', 'a fox <lora:b:-4>').loras).toEqual([
      { file: 'a', weight: 1 },
      { file: 'b', weight: -4 },
    ]);
  });

  it.each([
    [['--lora', 'ink wash:99'], 'The LoRA ink wash takes a weight from -4 to 4, not 99.'],
    [['-p', 'a fox <lora:ink:-5>'], 'The LoRA ink takes a weight from -4 to 4, not -5.'],
    [
      ['--lora', 'ink', '--lora', 'loras/ink.safetensors:2'],
      'The LoRA loras/ink.safetensors is given twice. Leave one out.',
    ],
    [['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => ['--lora', name]), 'An image takes at most 5 LoRAs, not 6.'],
    [
      ['a', 'b', 'c', 'd'].flatMap((name) => ['--controlnet', name, '--control-image', 'i.png']),
      'An image takes at most 3 ControlNets, not 4.',
    ],
  ])('[T23] readRenderOptions rejects %j', (args, message) => {
    expect(() => read(...args)).toThrow(new UsageError(message));
  });
});
