/** Inputs of a UNet for the residuals of ControlNets: one for each block on the way down, and one for the middle. */
export const isControlInput = (name: string): boolean => /^(?:down\.\d+|mid)$/.test(name);
