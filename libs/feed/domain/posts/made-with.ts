import type { Post, UsedLora } from './post.js';

/** A model or a LoRA that a picture was made with, by the SHA-256 of its files or the first digits of it. */
export interface MadeWith {
  readonly kind: 'model' | 'lora';
  readonly hash: string;
}

/** As far as the picture says what their files were. */
export const madeWith = ({ model }: Pick<Post, 'model'>, loras: readonly UsedLora[] = []): MadeWith[] => [
  ...(model?.hash ? [{ kind: 'model' as const, hash: model.hash }] : []),
  ...loras.flatMap(({ hash }) => (hash === null ? [] : [{ kind: 'lora' as const, hash }])),
];
