export function harmlessTexts(name: 'prompts-en' | 'prompts-zh' | 'chat'): string[];
export function graveTexts(name: 'prompts-en' | 'prompts-zh'): string[];
