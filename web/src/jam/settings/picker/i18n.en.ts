export default {
  picker: {
    chooseModel: 'Choose a model',
    chooseNow: 'Choose another model',
    search: 'Search by name, maker or trigger word',
    asking: 'Looking',
    models: 'No models | 1 model | {count} models',
    loras: 'No LoRAs | 1 LoRA | {count} LoRAs',
    noneLike: 'Nothing here is like that.',
    noneLikeAbout: 'Try fewer words, or only the beginning of one.',
    notNow: 'Cannot be used now',
    doesNotFit: 'Does not fit this model',
    words: 'Its words:',
    gone: 'It was taken out of the hub, or is not here. Choose another model to render.',
    misfit: {
      base: 'Made for another base model.',
      shapes: 'Its shapes are not those of this model.',
      quarantined: 'Set aside: it brought down what rendered it.',
      unknownYet: 'Whether it fits is still being found out.',
    },
  },
};
