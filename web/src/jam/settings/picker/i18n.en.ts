export default {
  picker: {
    chooseModel: 'Choose model',
    search: 'Search by name, creator, or trigger word',
    family: 'Base model',
    allFamilies: 'All',
    families: { sd1: 'SD 1', sd2: 'SD 2', sdxl: 'SDXL', other: 'Other' },
    searching: 'Searching…',
    models: 'No models | 1 model | {count} models',
    loras: 'No LoRAs | 1 LoRA | {count} LoRAs',
    noMatch: 'No results.',
    noMatchAbout: 'Try fewer words, or just the start of a word.',
    unavailable: 'Unavailable',
    incompatibleWithModel: 'Not compatible with this model',
    triggerWords: 'Trigger words:',
    modelUnavailable: 'This model was deleted or isn’t on this server. Choose another one to render.',
    incompatible: {
      wrongBase: 'Made for a different base model.',
      shapeMismatch: 'Its tensor shapes don’t match this model.',
      quarantined: 'Quarantined: it crashed the renderer.',
      notChecked: 'Checking compatibility…',
    },
  },
};
