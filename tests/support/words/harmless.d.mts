export function harmlessTexts(name: 'prompts-en' | 'prompts-zh' | 'chat'): string[];
