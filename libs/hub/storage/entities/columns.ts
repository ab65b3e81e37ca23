import { p } from '@mikro-orm/core';

export const id = () => p.character().length(36);
export const at = () => p.bigint('number');
export const hash = () => p.character().length(64);
export const useId = () => p.string().length(100);
