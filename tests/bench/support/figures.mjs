export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const rounded = (value, digits = 0) => Number(value.toFixed(digits));
