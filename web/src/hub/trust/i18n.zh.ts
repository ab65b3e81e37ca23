export default {
  trust: {
    title: '渲染过程',
    veiled: '通过图像检查之前，画面以网点遮盖。',
    shipped: '从第 1 步起完整显示：这是本站自带的模型。',
    vouched: '从第 1 步起完整显示。{name} 于{date}为这些文件担保。',
    vouchedOn: '从第 1 步起完整显示。一位审核员于{date}为这些文件担保。',
    vouch: '为这些文件担保',
    vouchFor: '为“{name}”担保',
    withdraw: '撤销担保',
    withdrawFor: '撤销对“{name}”的担保',
    about: '仅当它画不出违规内容时才可担保。此后每一步都不经检查直接显示，成图仍会检查。',
    done: '用“{name}”渲染的画面将从第 1 步起显示。',
    withdrawn: '用“{name}”渲染的画面在检查前将重新遮盖。',
  },
};
