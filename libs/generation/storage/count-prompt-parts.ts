import { parseExtraNetworks, promptParts } from '@visionary/infotext';

/** Parts of a prompt between ANDs. */
export const countPromptParts = (prompt: string): number => promptParts(parseExtraNetworks(prompt).text).length;
