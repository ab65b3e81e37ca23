import type { HeaderFile } from '../checkpoint/checkpoint-files.js';
import type { CheckpointNetworks, WeightFile } from '../checkpoint/networks.js';
import type { NetworkTensors } from '../checkpoint/tensors.js';
import type { FileBytes } from '../onnx/file-bytes.js';
import type { StoredTensor } from '../safetensors/header.js';
import type { MissingPart, Recognition, WeightsFamily, WeightsKind, WeightsPrecision } from './recognition.js';
import { esrganFactor } from '../checkpoint/esrgan-graph.js';
import { findControlNet, findEsrgan, findNetworks, findTaesdDecoder, networkFamily } from '../checkpoint/networks.js';
import { usualSize } from '../checkpoint/native-size.js';
import { markedPrediction, predictionOf } from '../checkpoint/prediction.js';
import { POSITIONS } from '../checkpoint/text-encoder-graph.js';
import { latentChannels } from '../checkpoint/vae-graph.js';
import { isEmbedding, vectorTensors } from '../embeddings/embedding-file.js';
import { triggerWords } from '../inspection/safetensors/training-metadata.js';
import { loraStructure } from './lora.js';
import { editionIn, familyIn, hintIn, statedText } from './stated-names.js';
import { unsupportedFamily, unusedAddition } from './unsupported-families.js';

/** Facts of one kind. */
type KindFacts = Partial<Recognition> & { readonly kind: WeightsKind };

interface Subject {
  readonly header: HeaderFile;
  readonly networks: WeightFile;
  /** What metadata and name say. */
  readonly stated: string;
  readonly file: FileBytes | undefined;
}

/** Of the latents of Stable Diffusion 3 and Flux. */
const TRANSFORMER_CHANNELS = 16;
const INPAINTING_CHANNELS = 9;
/** Share of values that must have one precision, so that a few schedules do not make a file mixed. */
const NEARLY_ALL = 0.99;
const FLOATS: readonly string[] = ['F32', 'F16', 'BF16'] satisfies WeightsPrecision[];
const AVERAGED_COPY = /^model_ema\./;
/** What follows the vectors' width in the embedding of a family. */
const EMBEDDING_WIDTHS: Readonly<Record<number, WeightsFamily>> = { 768: 'sd1', 1024: 'sd2' };

/**
 * Says what a file of weights is, from its header alone.
 * @param header of a .safetensors file, with the file's name
 * @param file for what only values tell: whether a Stable Diffusion 2 predicts noise or velocity
 */
export function recognize(header: HeaderFile, file?: FileBytes): Recognition {
  const networks = { location: header.name, tensors: header.tensors };
  const subject: Subject = { header, networks, stated: statedText(header.metadata, header.name), file };
  const facts = kindFacts(subject);
  const unsupported = facts.unsupported ?? unsupportedFamily(header);
  return {
    precision: precisionOf(header.tensors.values()),
    dtypes: [...new Set([...header.tensors.values()].map(({ dtype }) => dtype))].sort(),
    tensors: header.tensors.size,
    parameters: sumOf(header.tensors.values(), valuesIn),
    ...{ missing: [], averagedCopies: 0, strayTensors: 0 },
    triggerWords: facts.kind === 'lora' ? triggerWords(header.metadata) : [],
    ...facts,
    ...(unsupported !== undefined && { unsupported }),
  };
}

/** Certain kinds first, then those that many files could be. */
function kindFacts(subject: Subject): KindFacts {
  return (
    controlNetFacts(subject) ??
    checkpointFacts(subject) ??
    loraFacts(subject) ??
    upscalerFacts(subject) ??
    taesdFacts(subject) ??
    vaeFacts(subject) ??
    textEncoderFacts(subject) ??
    embeddingFacts(subject) ?? { kind: 'unknown', ...ifAny('addition', unusedAddition(subject.header)) }
  );
}

function controlNetFacts({ networks, stated }: Subject): KindFacts | undefined {
  const network = findControlNet(networks);
  if (!network) return undefined;
  return { kind: 'controlNet', family: networkFamily(network), ...ifAny('hint', hintIn(stated)) };
}

function checkpointFacts({ header, networks, stated, file }: Subject): KindFacts | undefined {
  const found = findNetworks(networks);
  const { unet } = found;
  if (!unet) return undefined;
  const kinds = found.textEncoders.map(({ kind }) => kind).join();
  const family = networkFamily(unet);
  const isRefiner = family === 'sdxl' && (kinds === 'open_clip' || (kinds === '' && hasRefinerSizes(unet)));
  const isInpainting = unet.find('conv_in.weight')?.shape[1] === INPAINTING_CHANNELS;
  const { prediction, zeroTerminalSnr } = file
    ? predictionOf(header, family, file)
    : { ...markedPrediction(header, family) };
  const used = new Set(networksOf(found).flatMap((network) => [...network.all()].map(({ storedName }) => storedName)));
  const unread = [...header.tensors.keys()].filter((name) => !used.has(name));
  const averagedCopies = unread.filter((name) => AVERAGED_COPY.test(name)).length;
  return {
    ...{ kind: 'checkpoint', family, zeroTerminalSnr },
    ...ifAny('prediction', prediction),
    ...(isRefiner ? { variant: 'refiner' } : isInpainting && { variant: 'inpainting' }),
    ...(family === 'sdxl' && ifAny('edition', editionIn(stated))),
    precision: precisionOf([...used].map((name) => header.tensors.get(name)!)),
    unetParameters: sumOf(unet.all(), valuesIn),
    textWidths: found.textEncoders.map(({ tensors }) => tensors.find(POSITIONS)?.shape[1] ?? 0),
    missing: missingParts(found, family, isRefiner),
    averagedCopies,
    strayTensors: unread.length - averagedCopies,
    ...(prediction && { nativeSize: usualSize(family, prediction, unet) }),
  };
}

/** Five numbers of equal width follow the text of the refiner, six that of the base model. */
function hasRefinerSizes(unet: NetworkTensors): boolean {
  const [, sizes = 0] = unet.find('add_embedding.linear_1.weight')?.shape ?? [];
  return sizes === 2560;
}

function networksOf({ unet, vae, textEncoders }: CheckpointNetworks): NetworkTensors[] {
  return [unet, vae, ...textEncoders.map(({ tensors }) => tensors)].filter((network) => network !== undefined);
}

function missingParts({ vae, textEncoders }: CheckpointNetworks, family: WeightsFamily, isRefiner: boolean) {
  const missing: MissingPart[] = [];
  if (textEncoders.length === 0) missing.push('textEncoder');
  else if (family === 'sdxl' && !isRefiner && textEncoders.length === 1) missing.push('secondTextEncoder');
  if (!vae) missing.push('vae');
  return missing;
}

function loraFacts({ header, stated }: Subject): KindFacts | undefined {
  const structure = loraStructure(header);
  if (!structure) return undefined;
  const { form, rank, modules, family } = structure;
  const known = family === 'mixed' ? undefined : (family ?? familyIn(stated));
  return { ...{ kind: 'lora', form, rank, modules }, ...ifAny('family', known) };
}

function upscalerFacts({ networks }: Subject): KindFacts | undefined {
  const network = findEsrgan(networks);
  if (!network?.has('conv_first.weight')) return undefined;
  return { kind: 'upscaler', factor: esrganFactor(network) };
}

function taesdFacts({ networks, stated }: Subject): KindFacts | undefined {
  if (!findTaesdDecoder(networks)) return undefined;
  return { kind: 'previewDecoder', ...ifAny('family', familyIn(stated)) };
}

function vaeFacts({ networks, stated }: Subject): KindFacts | undefined {
  const { vae } = findNetworks(networks);
  if (!vae) return undefined;
  if (latentChannels(vae) === TRANSFORMER_CHANNELS) return { kind: 'vae', unsupported: 'Stable Diffusion 3 or Flux' };
  return { kind: 'vae', ...ifAny('family', familyIn(stated)) };
}

function textEncoderFacts({ header: { tensors } }: Subject): KindFacts | undefined {
  const isTextEncoder = [...tensors.keys()].some((name) =>
    /(^|\.)(text_model\.encoder\.layers|transformer\.resblocks)\.0\./.test(name),
  );
  return isTextEncoder ? { kind: 'textEncoder' } : undefined;
}

function embeddingFacts({ header }: Subject): KindFacts | undefined {
  const found = isEmbedding(header.tensors) ? vectorTensors(header) : undefined;
  if (!found) return undefined;
  const [first, second] = found.tensors;
  const [vectors = 1, width = 0] = first!.shape.length === 1 ? [1, first!.shape[0]] : first!.shape;
  const family = second ? 'sdxl' : EMBEDDING_WIDTHS[width];
  const textWidths = found.tensors.map(({ shape }) => shape.at(-1) ?? 0);
  return { kind: 'embedding', vectors, textWidths, ...ifAny('word', found.word), ...ifAny('family', family) };
}

function precisionOf(tensors: Iterable<StoredTensor>): WeightsPrecision {
  const values = new Map<string, number>();
  for (const tensor of tensors) {
    if (FLOATS.includes(tensor.dtype)) values.set(tensor.dtype, (values.get(tensor.dtype) ?? 0) + valuesIn(tensor));
  }
  const total = sumOf(values.values(), (count) => count);
  const [most] = [...values].sort(([, one], [, other]) => other - one);
  return most && most[1] >= total * NEARLY_ALL ? (most[0] as WeightsPrecision) : 'mixed';
}

function valuesIn({ shape }: Pick<StoredTensor, 'shape'>): number {
  return shape.reduce((product, side) => product * side, 1);
}

function sumOf<T>(items: Iterable<T>, count: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += count(item);
  return sum;
}

/** An entry that is absent instead of undefined. */
function ifAny<K extends keyof Recognition>(key: K, value: Recognition[K]): Partial<Recognition> {
  return value === undefined ? {} : { [key]: value };
}
