export const steps = { 'price-of': () => Promise.resolve({ total: 1 }) };
