import type { RecognizedFile } from '@visionary/contract';
import { formatBytes, formatNumber, t } from '../../../shared/i18n/index.js';

const join = (parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part): part is string => Boolean(part)).join(t('upload.comma'));

function familyText({ family, variant, edition }: RecognizedFile): string {
  if (family === undefined) return t('addModels.families.unknown');
  const name = t(`addModels.families.${family}`);
  const twin = variant ? t('addModels.twin', { family: name, variant: t(`addModels.variants.${variant}`) }) : name;
  return edition === undefined ? twin : t('addModels.edition', { family: twin, edition });
}

/** The form, which plain LoRAs share with the kind, and the rank. */
function formText({ form, rank = 0 }: RecognizedFile): string {
  if (form === 'full') return t('addModels.fullForm');
  if (form === 'LoRA') return t('addModels.plainRank', { rank });
  return rank > 0 ? t('addModels.rank', { form: form ?? '', rank }) : (form ?? '');
}

/** What a file is, in one line. */
export function kindText(file: RecognizedFile): string {
  const kind = t(`addModels.kinds.${file.kind}`);
  const forFamily = file.family && t('addModels.forFamily', { family: t(`addModels.families.${file.family}`) });
  switch (file.kind) {
    case 'checkpoint': {
      const { prediction = 'unknown', zeroTerminalSnr } = file;
      return join([
        ...[kind, familyText(file), t(`addModels.predictions.${prediction}`)],
        zeroTerminalSnr && t('addModels.zeroSnr'),
      ]);
    }
    case 'lora':
      return join([kind, formText(file), forFamily]);
    case 'embedding':
      return join([kind, forFamily, t('addModels.vectors', { count: file.vectors ?? 1 }, file.vectors ?? 1)]);
    case 'controlNet':
      return join([kind, file.hint && t(`addModels.hints.${hintOf(file.hint)}`), forFamily]);
    case 'upscaler':
      return join([kind, file.factor !== undefined && t('addModels.factor', { factor: file.factor })]);
    case 'unknown':
      return join([file.addition ?? kind, t('addModels.notUsed')]);
    case 'textEncoder':
      return join([kind, t('addModels.notUsed')]);
    case 'vae':
    case 'previewDecoder':
      return join([kind, forFamily]);
    default:
      return file.kind satisfies never;
  }
}

const HINTS = ['canny', 'depth', 'pose', 'scribble', 'lineart', 'softedge', 'normal', 'segmentation', 'tile'] as const;
const hintOf = (hint: string) => HINTS.find((one) => one === hint) ?? 'other';

/** Precision, size, and the rest that helps to tell files apart, in one line. */
export function detailText(file: RecognizedFile, bytes: number): string {
  const { precision, tensors, nativeSize, word, kind, triggerWords, averagedCopies } = file;
  return join([
    t(`addModels.precisions.${precision}`),
    formatBytes(bytes),
    t('addModels.tensors', { count: formatNumber(tensors) }, tensors),
    nativeSize !== undefined && t('addModels.nativeSize', { side: nativeSize }),
    word !== undefined && t('addModels.word', { word }),
    averagedCopies > 0 && t('addModels.averagedCopies', { count: formatNumber(averagedCopies) }, averagedCopies),
    kind === 'lora' &&
      (triggerWords.length > 0
        ? t('addModels.triggerWords', { words: triggerWords.join(t('upload.comma')) })
        : t('addModels.noTriggerWords')),
  ]);
}
