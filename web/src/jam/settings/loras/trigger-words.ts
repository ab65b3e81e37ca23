/** Trigger words that the prompt lacks, ignoring case. */
export function missingTriggerWords(triggerWords: readonly string[], prompt: string): string[] {
  const lowerCasePrompt = prompt.toLocaleLowerCase();
  return triggerWords.filter((word) => word.trim() !== '' && !lowerCasePrompt.includes(word.toLocaleLowerCase()));
}

/** Appends a word or phrase to the prompt, separated by a comma. */
export function appendTriggerWord(prompt: string, word: string): string {
  const trimmed = prompt.replace(/[\s,，、]+$/u, '');
  if (trimmed === '') return word;
  return `${trimmed}${/\p{Script=Han}$/u.test(trimmed) ? '，' : ', '}${word}`;
}
