export default {
  takeCard: {
    loading: 'Loading take…',
    unavailable: 'Can’t show this take.',
    about: '{width} × {height} • {steps} steps',
    usedNoise: '{model}, from noise',
    usedImage: '{model}, from an image',
    usedUpscale: '{model}, upscaled',
    open: 'Open',
    use: 'Use settings',
    attached: 'Take {number} attached',
    share: 'Share in chat',
    shareOf: 'Share take {number} in chat',
  },
};
