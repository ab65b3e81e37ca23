import type { Recognition } from '@visionary/diffusion/inspection';
import { formatBytes, pluralize } from './format.js';

const KINDS: Readonly<Record<Recognition['kind'], string>> = {
  checkpoint: 'checkpoint',
  textEncoder: 'text encoder, which is not used alone',
  lora: 'LoRA',
  embedding: 'embedding',
  vae: 'VAE',
  controlNet: 'ControlNet',
  upscaler: 'upscaler',
  previewDecoder: 'preview decoder (TAESD)',
  unknown: 'other weights, which are not used',
};
const FAMILIES = { sd1: 'Stable Diffusion 1', sd2: 'Stable Diffusion 2', sdxl: 'Stable Diffusion XL' } as const;
const MISSING = { textEncoder: 'text encoder', secondTextEncoder: 'second text encoder', vae: 'VAE' } as const;

/** Rows of a table with what the header of a file tells. */
export function describeWeights(found: Recognition, bytes: number): string[][] {
  const { kind, family, variant, edition, prediction, zeroTerminalSnr, form, rank = 0, vectors, word } = found;
  const isCheckpoint = kind === 'checkpoint';
  const familyName = [family && FAMILIES[family], variant, edition && `(${edition})`].filter(Boolean).join(' ');
  const rows: (readonly [string, string | undefined | false])[] = [
    ['kind', found.addition ?? KINDS[kind]],
    ['form', form && (rank > 0 ? `${form}, rank ${rank}` : form)],
    ['vectors', vectors !== undefined && String(vectors)],
    ['word', word],
    ['factor', found.factor !== undefined && `${found.factor}×`],
    ['reads', found.hint],
    ['for family', familyName === '' ? 'not told by the file' : familyName],
    ['predicts', isCheckpoint && `${prediction ?? 'unknown'}${zeroTerminalSnr ? ', zero terminal SNR' : ''}`],
    ['precision', `${found.precision} (${found.dtypes.join(', ')})`],
    ['tensors', `${found.tensors}, ${found.parameters} values, ${formatBytes(bytes)}`],
    ['missing', found.missing.map((part) => MISSING[part]).join(', ')],
    ['not used', isCheckpoint && strayText(found)],
    ['trigger words', found.triggerWords.join(', ')],
  ];
  return rows.flatMap(([label, value]) => (value ? [[label, value]] : []));
}

function strayText({ averagedCopies, strayTensors }: Recognition): string {
  return [
    averagedCopies > 0 ? pluralize(averagedCopies, 'averaged copy', 'averaged copies') : '',
    strayTensors > 0 ? pluralize(strayTensors, 'other tensor') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
