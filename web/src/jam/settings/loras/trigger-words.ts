/** Trigger words that the prompt lacks, ignoring case. */
export function missingTriggerWords(triggerWords: readonly string[], prompt: string): string[] {
  const written = prompt.toLocaleLowerCase();
  return triggerWords.filter((word) => word.trim() !== '' && !written.includes(word.toLocaleLowerCase()));
}

/** Appends a word or phrase to the prompt, separated by a comma. */
export function appendTriggerWord(prompt: string, word: string): string {
  const bare = prompt.replace(/[\s,，、]+$/u, '');
  if (bare === '') return word;
  return `${bare}${/\p{Script=Han}$/u.test(bare) ? '，' : ', '}${word}`;
}
