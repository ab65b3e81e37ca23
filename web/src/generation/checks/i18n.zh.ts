export default {
  pictureCheck: {
    unchecked: '检查通过后清晰显示',
    adultYet: '可能仅限成人，画完后可查看',
    held: '等审核员看过后显示',
    covered: '已被审核员撤下',
    sensitive: '敏感内容',
    adult: '仅限成人',
    show: '显示',
    signIn: '登录后可看',
    again: '种子 {first} 的画面损坏，已换成种子 {seed} 重画',
  },
};
