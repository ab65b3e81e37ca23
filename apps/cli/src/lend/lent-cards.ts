import { parseProviderSetting, PROVIDER_SETTINGS } from '@visionary/contract';
import { readCards, settingsOf } from '@visionary/graphics-cards';
import { MAX_CARDS } from '../../../../libs/generation/lender.js';
import { UsageError } from '../usage-error.js';
import { UserError } from '../user-error.js';
import type { LenderTexts } from './texts.js';

/**
 * What is lent, as entries of RENDERER_PROVIDER, each of which is a renderer.
 * @param list of `--cards`: such entries, or `all` cards of this machine. By default, the setting
 * @throws UsageError, UserError
 */
export async function lentCards(
  list: string | undefined,
  setting: readonly string[],
  texts: LenderTexts,
): Promise<readonly string[]> {
  const entries = list === undefined ? setting : list === 'all' ? await allCards(texts) : list.split(',');
  const trimmed = entries.map((entry) => entry.trim());
  const wrong = trimmed.find((entry) => parseProviderSetting(entry) === undefined);
  if (wrong !== undefined) {
    throw new UsageError(texts.of('cardInvalid', { entry: wrong, settings: PROVIDER_SETTINGS }));
  }
  if (trimmed.length > MAX_CARDS) throw new UsageError(texts.of('tooManyCards', { count: MAX_CARDS }));
  return trimmed;
}

/** Each card once, with the fastest provider that works here. */
async function allCards(texts: LenderTexts): Promise<string[]> {
  const { problemOf, runtimeBackends, thisMachine } = await import('@visionary/diffusion');
  const machine = thisMachine(runtimeBackends());
  const cards = await readCards();
  const usable = cards.filter(({ access }) => access === 'usable');
  const entries = usable.flatMap((card) => {
    const works = (entry: string) => !problemOf(parseProviderSetting(entry)!.provider as 'cuda' | 'webgpu', machine);
    return settingsOf(card, cards).find(works) ?? [];
  });
  if (entries.length > 0) return entries;
  throw new UserError(texts.of('noCards'));
}
