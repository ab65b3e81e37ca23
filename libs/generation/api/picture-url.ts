import { type ModelPicture, ROUTES } from '@visionary/contract';

/** The address of an image in a model's folder. Another version has another address. */
export const pictureUrl = (model: string, picture: ModelPicture, version: string): string =>
  `${ROUTES.modelPicture.path}?${new URLSearchParams({ model, picture, v: version }).toString()}`;
