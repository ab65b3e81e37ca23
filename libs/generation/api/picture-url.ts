import { type ModelPicture, ROUTES } from '@visionary/contract';

/** The address of an image in a model's folder, or beside a LoRA. Another version has another address. */
export const pictureUrl = (
  id: string,
  picture: ModelPicture,
  version: string,
  kind: 'model' | 'lora' = 'model',
): string => {
  const query = new URLSearchParams({ model: id, picture, ...(kind === 'lora' && { kind }), v: version });
  return `${ROUTES.modelPicture.path}?${query.toString()}`;
};
