import { z } from 'zod';
import { ModelFolderError } from '../errors.js';
import { readJsonObjectIfAny } from '../model-folder/json-file.js';

/** The file of a checkpoint's folder that has what its weights don't tell. */
export const SETTINGS_FILE = 'checkpoint.json';

const EXPECTED = 'settings of a checkpoint, as the guide lists them';
const heads = z.int().min(1).max(1024);

const CheckpointSettings = z.strictObject({
  /** What the UNet predicts. */
  prediction: z.enum(['epsilon', 'v_prediction']).optional(),
  /** The last timestep is pure noise (Lin et al. 2024). */
  zeroTerminalSnr: z.boolean().optional(),
  /** Width of each attention head of the UNet. */
  unetHeadWidth: heads.optional(),
  /** Heads of each text encoder, in order. */
  textHeads: z.array(heads).max(2).optional(),
  /** Side of the images that it was trained with, in pixels. */
  nativeSize: z.int().min(64).max(4096).multipleOf(8).optional(),
  /** A file in the folder whose VAE replaces that of the checkpoint. */
  vae: z.string().min(1).max(200).optional(),
});
export type CheckpointSettings = z.infer<typeof CheckpointSettings>;

/** @throws ModelFolderError FILE_UNREADABLE */
export async function readCheckpointSettings(folder: string): Promise<CheckpointSettings> {
  const result = CheckpointSettings.safeParse((await readJsonObjectIfAny(folder, SETTINGS_FILE, EXPECTED)) ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = issue?.path.join('.') || '?';
  throw new ModelFolderError('FILE_UNREADABLE', SETTINGS_FILE, `${key}: ${issue?.message}`, EXPECTED, {
    ...{ reasonKey: 'invalidValue', key, value: '?' },
  });
}
