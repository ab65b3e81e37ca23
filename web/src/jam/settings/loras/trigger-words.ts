import { promptPartMarks } from '@visionary/infotext';

/** Trigger words that the prompt lacks, ignoring case. */
export function missingTriggerWords(triggerWords: readonly string[], prompt: string): string[] {
  const lowerCasePrompt = prompt.toLocaleLowerCase();
  return triggerWords.filter((word) => word.trim() !== '' && !lowerCasePrompt.includes(word.toLocaleLowerCase()));
}

/** Appends a word or phrase to the prompt, separated by a comma. The weight of the last part after AND stays at the end. */
export function appendTriggerWord(prompt: string, word: string): string {
  const end = prompt.trimEnd().length;
  const weight = promptPartMarks(prompt).weights.find(([, to]) => to === end);
  if (!weight) return append(prompt, word);
  const [colon] = weight;
  return `${append(prompt.slice(0, colon), word)} ${prompt.slice(colon)}`;
}

function append(prompt: string, word: string): string {
  const trimmed = prompt.replace(/[\s,，、]+$/u, '');
  if (trimmed === '') return word;
  return `${trimmed}${/\p{Script=Han}$/u.test(trimmed) ? '，' : ', '}${word}`;
}
