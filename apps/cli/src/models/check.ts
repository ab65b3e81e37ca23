import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import type { Config } from '@visionary/platform/config';
import {
  findTensorWithNonFiniteValues,
  inspectWeightsHeader,
  type InspectionRejection,
} from '@visionary/diffusion/inspection';
import { modelDirOf } from '../find-model.js';
import { UserError } from '../user-error.js';
import { ADDITION_KINDS, isAddition } from '@visionary/diffusion/additions';
import { additionsDir, findLocalAddition } from '../local-additions.js';
import { checkAddition } from './check-addition.js';
import { checkLora } from './check-lora.js';
import { checkModel } from './check-model.js';
import { describeWeights } from './describe-weights.js';
import { table } from './format.js';

const WEIGHTS = /\.safetensors$/i;

const PICKLE = /\.(ckpt|pt|pth|pkl|pickle)$/i;

/** Describes a model, a LoRA, or another addition. @param target a name, where models come first, or a path */
export async function check(config: Config, target: string): Promise<string> {
  const path = fileOf(config, target);
  if (existsSync(path) && PICKLE.test(path)) throw pickleError(target);
  const facts = WEIGHTS.test(path) && existsSync(path) ? await inspectWeightsHeader(path) : undefined;
  const isModelFile = isMeantAsModel(config, path);
  if (facts?.ok === false) requireWhole(path, facts, isModelFile);
  const summary = facts?.ok ? table(describeWeights(facts.recognition, statSync(path).size)) : '';
  if (facts?.ok && !isModelFile) requireFinite(path);
  // Nothing here is compatible with these.
  if (facts?.ok && ['previewDecoder', 'textEncoder', 'unknown'].includes(facts.recognition.kind)) return summary;
  // The check reports what is wrong with a file.
  const checked = await (isModelFile ? checkModel(config, target) : checkFile(config, path));
  return summary === '' ? checked : `${summary}\n\n${checked}`;
}

/** Such values spread to whatever they are combined with. @throws UserError that names the tensor */
function requireFinite(path: string): void {
  const name = findTensorWithNonFiniteValues(path);
  if (name === undefined) return;
  const expected = 'Expected: finite numbers';
  throw new UserError(`${basename(path)}: the tensor ${name} has values that are NaN or infinite. ${expected}.`);
}

/** What the header of a file of weights tells, as JSON. @throws UserError with the rejection as JSON */
export async function checkAsJson(config: Config, target: string): Promise<string> {
  const path = fileOf(config, target);
  if (!existsSync(path)) throw new UserError(`File ${target} not found.`);
  if (!statSync(path).isFile()) throw new UserError(`${target} is a folder. --json describes a .safetensors file.`);
  const found = await inspectWeightsHeader(path);
  const result = { file: basename(path), bytes: statSync(path).size, ...found };
  if (!found.ok) throw new UserError(JSON.stringify(result));
  const { recognition, ...rest } = { ...result, recognition: found.recognition };
  return JSON.stringify({ ...rest, ...recognition });
}

/** Compared with models, a broken file and one of another family would be said to fit none. @throws UserError */
function requireWhole(path: string, { code, detail }: InspectionRejection, isModelFile: boolean): void {
  if (code === 'MODEL_PICKLE_NOT_ALLOWED') throw pickleError(path);
  if (code === 'MODEL_UNSUPPORTED' && detail['family'] !== undefined && !isModelFile) {
    throw new UserError(`${basename(path)}: ${String(detail['reason'])}.`);
  }
  if (code !== 'MODEL_WEIGHTS_INVALID' && code !== 'MODEL_FILE_EMPTY') return;
  throw new UserError(`${basename(path)}: ${String(detail['reason'])}. Expected: a whole .safetensors file.`);
}

function pickleError(target: string): UserError {
  return new UserError(
    `${target} is a pickle, which can run code when it is read, so it wasn’t read. Save it as .safetensors with the program that made it, and check that.`,
  );
}

/** The path of a model, or of the LoRA or addition of this name. */
function fileOf({ modelsDir }: Config, target: string): string {
  const path = modelDirOf(modelsDir, target);
  if (existsSync(path) || WEIGHTS.test(target)) return existsSync(path) ? path : target;
  const local = (['lora', ...ADDITION_KINDS] as const).map((kind) => findLocalAddition(modelsDir, kind, target));
  return local.find((file) => existsSync(file)) ?? path;
}

/** A file directly in MODELS_DIR is meant to be a checkpoint, also when it is broken. */
function isMeantAsModel({ modelsDir }: Config, path: string): boolean {
  if (isModel(path) || (existsSync(path) && dirname(path) === resolve(modelsDir))) return true;
  return !WEIGHTS.test(path);
}

/** A file in a folder for additions must be one of the kind that its folder is for. */
async function checkFile(config: Config, file: string): Promise<string> {
  const kind = ADDITION_KINDS.find((one) => resolve(dirname(file)) === resolve(additionsDir(config.modelsDir, one)));
  if (kind) return checkAddition(config, file, kind);
  return isAddition(file) ? checkAddition(config, file) : checkLora(config, file);
}
