export default {
  picker: {
    chooseModel: 'Choose model',
    search: 'Search by name, creator, or trigger word',
    asking: 'Searching…',
    models: 'No models | 1 model | {count} models',
    loras: 'No LoRAs | 1 LoRA | {count} LoRAs',
    noneLike: 'No results.',
    noneLikeAbout: 'Try fewer words, or just the start of a word.',
    notNow: 'Unavailable',
    doesNotFit: 'Not compatible with this model',
    words: 'Trigger words:',
    unavailable: 'This model was deleted or isn’t on this server. Choose another one to render.',
    incompatible: {
      wrongBase: 'Made for a different base model.',
      shapeMismatch: 'Its tensor shapes don’t match this model.',
      quarantined: 'Quarantined: it crashed the renderer.',
      notChecked: 'Checking compatibility…',
    },
  },
};
