/** Which kind of Stable Diffusion a model is, by the width of the text its UNet reads. */
export type ModelFamily = 'sd1' | 'sd2' | 'sdxl' | 'other';
