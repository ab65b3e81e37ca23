export default {
  picker: {
    chooseModel: '选择模型',
    chooseNow: '换一个模型',
    search: '按名称、作者或触发词搜索',
    asking: '正在查找',
    models: '{count} 个模型',
    loras: '{count} 个 LoRA',
    noneLike: '没有这样的。',
    noneLikeAbout: '少写几个字，或只写开头。',
    notNow: '现在不能用',
    doesNotFit: '与这个模型不相配',
    words: '它的触发词：',
    gone: '它已从模型库撤下，或不在本站。换一个模型才能渲染。',
    misfit: {
      base: '是为另一种基础模型做的。',
      shapes: '形状与这个模型对不上。',
      quarantined: '已搁置：它曾使渲染进程崩溃。',
      unknownYet: '是否相配，还在查。',
    },
  },
};
