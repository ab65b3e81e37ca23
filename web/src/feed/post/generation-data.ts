import type { UserView, PostDetail, PostView } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';
import { hiresText, steeredFrom, stepsFromImage, upscaleText } from '../../generation/index.js';
import { renderedOnText } from '../../shared/devices.js';
import { lentByText } from '../../shared/lent-by.js';
import { modelRoute } from '../../shared/model-route.js';
import { formatDuration, t, textIn, type WordOf } from '../../shared/i18n/index.js';

/** One value of the generation data, as displayed and as copied. */
export interface GenerationDatum {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** The copied text, if it differs from the displayed one. */
  readonly copied?: string;
  readonly secondaryText?: string;
  /** Uses the serif font. */
  readonly text?: true;
  /** Two of these share a row. */
  readonly short?: true;
  readonly to?: RouteLocationRaw;
  /** The creator of the model. */
  readonly creator?: UserView;
}
interface Sources {
  readonly post: PostView;
  readonly detail: PostDetail;
}

type FactName = WordOf<'generation.facts'>;
const DIGITS_OF_HASH = 10;

/** All known generation data of an image, in the usual order. */
export const generationData = (sources: Sources): GenerationDatum[] => [
  ...modelData(sources),
  ...settingsData(sources),
  ...takeHistory(sources),
];

const fact = (name: FactName, value: string, more: Partial<GenerationDatum> = {}): GenerationDatum => ({
  ...{ name, value, ...more },
  label: t(`generation.facts.${name}`),
});
/** Nothing if the value is unknown. */
const short = (
  name: FactName,
  value: number | string | undefined,
  more: Partial<GenerationDatum> = {},
): GenerationDatum[] => (value === undefined ? [] : [fact(name, String(value), { short: true, ...more })]);

/** The model, LoRAs, and negative prompt. */
function modelData({ post: { model }, detail: { parameters } }: Sources): GenerationDatum[] {
  const secondaryText = model?.hash ? { secondaryText: model.hash.slice(0, DIGITS_OF_HASH) } : {};
  const to = model?.id ? { to: modelRoute(model.id) ?? { name: 'feed', query: { model: model.id } } } : {};
  return [
    ...(model ? [fact('model', model.name, { ...secondaryText, ...to, ...by(model) })] : []),
    ...parameters.loras.map(({ name, weight, known, id, creator }): GenerationDatum => ({
      ...{ name: 'lora', label: t('post.lora'), value: name, copied: `<lora:${id}:${weight}>` },
      ...by({ creator }),
      ...(known && { to: modelRoute(id, 'lora') }),
      secondaryText: known ? String(weight) : t('post.unknownHere', { value: weight }),
    })),
    ...(parameters.embeddings ?? []).map((one) => addition('embeddings', one)),
    ...(parameters.vae ? [addition('vae', parameters.vae)] : []),
    ...(parameters.controls ?? []).map((one) => addition('controls', one)),
    ...(parameters.negative ? [fact('negative', parameters.negative, { text: true })] : []),
    ...(parameters.promptPrefixes ?? []).flatMap(({ scope, prefix, negativeSuffix }) => [
      ...(prefix ? [fact('housePrefix', prefix, { text: true, secondaryText: t(`promptPrefix.of.${scope}`) })] : []),
      ...(negativeSuffix
        ? [fact('houseSuffix', negativeSuffix, { text: true, secondaryText: t(`promptPrefix.of.${scope}`) })]
        : []),
    ]),
  ];
}

const addition = (
  name: 'embeddings' | 'vae' | 'controls',
  one: { readonly name: string; readonly id?: string | undefined; readonly creator?: UserView | undefined },
): GenerationDatum =>
  fact(name, one.name, {
    ...linkTo(one.id),
    ...by(one),
    ...(one.id === undefined && { secondaryText: t('post.notHere') }),
  });

/** The page of an addition in the hub. */
const linkTo = (id: string | undefined): Partial<GenerationDatum> => {
  const to = modelRoute(id);
  return to ? { to } : {};
};

const by = ({ creator }: { readonly creator?: UserView | undefined }) => (creator ? { creator } : {});

function settingsData({ post, detail: { parameters } }: Sources): GenerationDatum[] {
  const { scheduler, steps, guidance, seed, strength, eta, clipSkip, hires, upscale } = parameters;
  const { width, height } = post.image;
  const toSampler = post.scheduler ? { to: { name: 'feed', query: { sampler: post.scheduler } } } : {};
  return [
    ...(scheduler ? [fact('scheduler', textIn('generation.schedulers', scheduler), toSampler)] : []),
    ...short('steps', steps, stepsThatRan(steps, strength)),
    ...short('guidance', guidance?.toFixed(1)),
    ...short('size', `${width} × ${height}`, { copied: `${width}x${height}` }),
    ...short('seed', seed),
    ...short('strength', strength),
    ...short('eta', eta || undefined),
    ...short('clipSkip', clipSkip),
    ...(hires ? [fact('hires', hiresText(hires), { ...linkTo(hires.upscaler), ...by(hires) })] : []),
    ...(upscale
      ? [fact('upscale', upscaleText({ ...upscale, width, height }), { ...linkTo(upscale.upscaler), ...by(upscale) })]
      : []),
  ];
}

/** An init image skips the first steps. */
const stepsThatRan = (steps: number | undefined, strength: number | undefined): Partial<GenerationDatum> =>
  steps === undefined || strength === undefined
    ? {}
    : { secondaryText: t('post.stepsFromImage', { count: stepsFromImage(steps, strength) }) };

const lentByFact = ({ value, ...more }: ReturnType<typeof lentByText>): GenerationDatum => fact('lentBy', value, more);

/** The steers and other events of the take. */
function takeHistory({ detail: { parameters } }: Sources): GenerationDatum[] {
  const { steers, renderMs, renderedOn, lentBy } = parameters;
  return [
    ...steers.map(({ step, prompt, by }, at): GenerationDatum => ({
      ...{ name: `steer ${at}`, label: t('post.steer', { step: steeredFrom({ step }) }), value: prompt },
      ...{ text: true, secondaryText: by.name },
    })),
    ...short('device', renderedOn && renderedOnText(renderedOn)),
    ...short('time', renderMs === undefined ? undefined : formatDuration(renderMs, true)),
    ...(lentBy ? [lentByFact(lentByText(lentBy))] : []),
  ];
}
