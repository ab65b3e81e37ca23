import type { DraftForm } from '../drafts.js';
import type { RecommendedSettings } from '../version.js';

type Said = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Said) : {};
const asText = (value: unknown, length: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, length) : undefined;
const between = (value: unknown, min: number, max: number): number | undefined =>
  typeof value === 'number' && value >= min && value <= max ? value : undefined;

export interface CardLimits {
  readonly about: number;
  readonly steps: { readonly min: number; readonly max: number };
  readonly guidance: { readonly min: number; readonly max: number };
  readonly schedulers: readonly string[];
  readonly licenses: readonly string[];
}

/** What `visionary.json` beside a model says of it, as far as the form takes it; the file is a stranger's. */
export const formFromCard = (card: unknown, limits: CardLimits): DraftForm & { readonly title?: string } => {
  const { title, about, licence: license } = asObject(card);
  const { en, zh } = asObject(about);
  const texts = [asText(zh, limits.about), asText(en, limits.about)].filter((text) => text !== undefined);
  const known = limits.licenses.find((id) => typeof license === 'string' && id.toLowerCase() === license.toLowerCase());
  return {
    ...(typeof title === 'string' && { title }),
    ...(texts.length > 0 && { description: texts.join('\n\n').slice(0, limits.about) }),
    ...(known && { license: known }),
    recommended: suitingSaid(asObject(asObject(card).recommended), limits),
  };
};

const suitingSaid = ({ scheduler, steps, guidance }: Said, limits: CardLimits): RecommendedSettings => {
  const wholeSteps = between(steps, limits.steps.min, limits.steps.max);
  const said = between(guidance, limits.guidance.min, limits.guidance.max);
  return {
    ...(typeof scheduler === 'string' && limits.schedulers.includes(scheduler) && { scheduler }),
    ...(Number.isInteger(wholeSteps) && { steps: wholeSteps }),
    ...(said !== undefined && { guidance: said }),
  };
};
