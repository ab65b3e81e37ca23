import { LIMITS } from '@visionary/contract';
import { UsageError } from '../usage-error.js';

/** A file and how much it counts. */
export interface WeightedFile {
  readonly file: string;
  readonly weight: number;
}

/** A ControlNet, the image that it follows, and the shares of the steps between which it applies. */
export interface ControlOption extends WeightedFile {
  readonly image: string;
  readonly start: number;
  readonly end: number;
}

/** Options of ControlNets. Each may be repeated, the first ones belong together. */
export const CONTROL_OPTIONS = {
  controlnet: { type: 'string', multiple: true },
  'control-image': { type: 'string', multiple: true },
  'control-start': { type: 'string', multiple: true },
  'control-end': { type: 'string', multiple: true },
} as const;

type ControlValues = { readonly [K in keyof typeof CONTROL_OPTIONS]?: readonly string[] };

/** `FILE` or `FILE:WEIGHT`. A colon without a number after it belongs to the name. */
export function weightedFileOf(option: 'lora' | 'controlnet', text: string): WeightedFile {
  const [, file, weight] = /^(.+?)(?::(-?\d*\.?\d+))?$/s.exec(text) ?? [];
  if (!file) throw new UsageError(`--${option} takes a file, as in style.safetensors:0.8.`);
  return { file, weight: Number(weight ?? 1) };
}

/** @throws UsageError about the first invalid option */
export function readControls(values: ControlValues): ControlOption[] {
  const nets = (values.controlnet ?? []).map(controlNetOf);
  if (nets.length > LIMITS.controls) {
    throw new UsageError(`An image takes at most ${LIMITS.controls} ControlNets, not ${nets.length}.`);
  }
  const images = values['control-image'] ?? [];
  const starts = sharesOf('control-start', values);
  const ends = sharesOf('control-end', values);
  if (nets.length !== images.length) {
    throw new UsageError(
      `Each --controlnet needs a --control-image: there are ${nets.length} and ${images.length} of them.`,
    );
  }
  if (Math.max(starts.length, ends.length) > nets.length) {
    throw new UsageError(`--${starts.length > nets.length ? 'control-start' : 'control-end'} needs a --controlnet.`);
  }
  return nets.map((net, at) => rangeOf({ ...net, image: images[at]!, start: starts[at] ?? 0, end: ends[at] ?? 1 }));
}

/** What --reproduce looks for among them. @throws UsageError */
export const readControlFiles = (values: ControlValues) => ({
  nets: (values.controlnet ?? []).map((text) => weightedFileOf('controlnet', text).file),
  images: values['control-image'] ?? [],
});

function controlNetOf(text: string): WeightedFile {
  const net = weightedFileOf('controlnet', text);
  const { min, max } = LIMITS.controlWeight;
  if (net.weight >= min && net.weight <= max) return net;
  throw new UsageError(`--controlnet takes a weight from ${min} to ${max}, not ${net.weight}.`);
}

function sharesOf(name: 'control-start' | 'control-end', values: ControlValues): number[] {
  return (values[name] ?? []).map((text) => {
    const share = text.trim() === '' ? NaN : Number(text);
    if (share >= 0 && share <= 1) return share;
    throw new UsageError(`--${name} takes a share of the steps from 0 to 1, not "${text}".`);
  });
}

function rangeOf(control: ControlOption): ControlOption {
  const { file, start, end } = control;
  if (start <= end) return control;
  throw new UsageError(`${file} would never apply: --control-start ${start} is after --control-end ${end}.`);
}
