import type { ModelView, RecognizedFile } from '@visionary/contract';
import type { AddedFile } from './added-file.js';

/** A recognized file and its name without the extension. */
export interface NamedFile {
  readonly id: string;
  readonly title: string;
  readonly recognized: RecognizedFile;
}

/** Whether an addition can be used with a checkpoint beside it, or with models that are here. */
export interface Fit {
  readonly kind:
    | 'fits'
    | 'canBeChosen'
    | 'doesNotFit'
    | 'familyHere'
    | 'fitsHere'
    | 'fitsNothing'
    | 'fitsNoModel'
    | 'unknownFamily';
  /** The checkpoint beside it, if there is one. */
  readonly checkpoint?: string;
  /** Titles of models on this server: of its family, or compatible ones once that is known. */
  readonly models: readonly string[];
}

/** What works with one family only. */
const FAMILY_KINDS: readonly RecognizedFile['kind'][] = ['lora', 'embedding', 'controlNet', 'vae'];

export const titleOf = (name: string): string => name.replace(/\.safetensors$/iu, '');

export function namedFiles(files: readonly AddedFile[]): NamedFile[] {
  return files.flatMap(({ id, name, recognized }) => (recognized ? [{ id, title: titleOf(name), recognized }] : []));
}

/**
 * @param compatible models of this server, once they were compared with it
 * @returns null for what needs no model of its family
 */
export function fitOf(
  {
    recognized,
    compatible,
  }: Pick<NamedFile, 'recognized'> & { readonly compatible?: readonly { title: string }[] | null },
  checkpoints: readonly NamedFile[],
  models: readonly Pick<ModelView, 'title' | 'family'>[],
): Fit | null {
  if (compatible) {
    const titles = compatible.map(({ title }) => title);
    return { kind: titles.length > 0 ? 'fitsHere' : 'fitsNoModel', models: titles };
  }
  const { kind, family } = recognized;
  if (!FAMILY_KINDS.includes(kind)) return null;
  const partner = checkpoints.find((one) => goesWith(recognized, one.recognized));
  if (family === undefined) {
    if (!partner) return kind === 'vae' ? null : { kind: 'unknownFamily', models: [] };
    return { kind: kind === 'vae' ? 'canBeChosen' : 'fits', checkpoint: partner.title, models: [] };
  }
  const here = models.filter((model) => model.family === family).map(({ title }) => title);
  if (partner) return { kind: 'fits', checkpoint: partner.title, models: here };
  const [other] = checkpoints;
  if (other) return { kind: 'doesNotFit', checkpoint: other.title, models: here };
  return { kind: here.length > 0 ? 'familyHere' : 'fitsNothing', models: here };
}

/** By family; an embedding by the widths of its vectors. The family of a VAE is seldom known. */
function goesWith({ kind, family, textWidths }: RecognizedFile, checkpoint: RecognizedFile): boolean {
  if (kind === 'upscaler' || (kind === 'vae' && family === undefined)) return true;
  if (!FAMILY_KINDS.includes(kind)) return false;
  if (kind === 'embedding' && textWidths && checkpoint.textWidths) {
    return textWidths.join() === checkpoint.textWidths.join();
  }
  return family !== undefined && checkpoint.family === family;
}

/** What is put together with a checkpoint: all additions that go with it. */
export function additionsFor(checkpoint: NamedFile, files: readonly NamedFile[]): NamedFile[] {
  return files.filter(({ recognized }) => goesWith(recognized, checkpoint.recognized));
}

/** The decoder for previews among the files, if it is for this family or for none in particular. */
export function previewDecoderFor({ recognized: { family } }: NamedFile, files: readonly NamedFile[]) {
  return files.find(
    ({ recognized: one }) => one.kind === 'previewDecoder' && (one.family === undefined || one.family === family),
  );
}
