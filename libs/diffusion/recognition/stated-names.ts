import type { WeightsFamily } from './recognition.js';

/** Fine-tunes of SDXL whose tensors look like SDXL's. */
const EDITIONS: readonly (readonly [RegExp, string])[] = [
  [/noob[-_ ]?ai/, 'NoobAI'],
  [/illustrious/, 'Illustrious'],
  [/animagine/, 'Animagine'],
  [/pony/, 'Pony'],
  [/lightning/, 'Lightning'],
  [/turbo/, 'Turbo'],
  [/hyper[-_ ]?(sd|xl)/, 'Hyper'],
  [/(^|[^a-z])lcm([^a-z]|$)/, 'LCM'],
];

/** Images that ControlNets read. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/canny/, 'canny'],
  [/depth/, 'depth'],
  [/open[-_ ]?pose|(^|[^a-z])pose/, 'pose'],
  [/scribble/, 'scribble'],
  [/line[-_ ]?art/, 'lineart'],
  [/soft[-_ ]?edge|hed([^a-z]|$)/, 'softedge'],
  [/normal/, 'normal'],
  [/(^|[^a-z])seg/, 'segmentation'],
  [/mlsd/, 'mlsd'],
  [/tile/, 'tile'],
  [/inpaint/, 'inpaint'],
];

const FAMILIES: readonly (readonly [RegExp, WeightsFamily])[] = [
  [/sdxl|xl[-_ ]?(base|v\d|vae)|stable[-_ ]diffusion[-_ ]xl|taesdxl|(^|[^a-z])xl([^a-z]|$)/, 'sdxl'],
  [/(^|[^a-z])sd[-_ ]?v?2|stable[-_ ]diffusion[-_ ]v?2/, 'sd2'],
  [/(^|[^a-z])sd[-_ ]?v?1|stable[-_ ]diffusion[-_ ]v?1/, 'sd1'],
];

const KEYS = ['modelspec.title', 'modelspec.architecture', 'ss_base_model_version', 'ss_sd_model_name'];

/** What metadata and the file's name say, for what no tensor tells. Lower case. */
export function statedText(metadata: ReadonlyMap<string, string>, name: string): string {
  const stated = KEYS.map((key) => metadata.get(key) ?? '');
  return [...stated, name.replace(/\.safetensors$/i, '')].join('\n').slice(0, 2000).toLowerCase();
}

const firstOf = <T>(pairs: readonly (readonly [RegExp, T])[], text: string): T | undefined =>
  pairs.find(([pattern]) => pattern.test(text))?.[1];

export const editionIn = (text: string): string | undefined => firstOf(EDITIONS, text);
export const hintIn = (text: string): string | undefined => firstOf(HINTS, text);
export const familyIn = (text: string): WeightsFamily | undefined => firstOf(FAMILIES, text);
