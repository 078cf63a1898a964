/** Mulberry32: numbers from 0 to 1 that a seed decides, so that what misbehaves by chance can be repeated. */
export function seededRandom(seed: number): () => number {
  const state = { value: seed >>> 0 };
  return () => {
    state.value = (state.value + 0x6d2b79f5) >>> 0;
    const first = Math.imul(state.value ^ (state.value >>> 15), state.value | 1);
    const second = first ^ (first + Math.imul(first ^ (first >>> 7), first | 61));
    return ((second ^ (second >>> 14)) >>> 0) / 4294967296;
  };
}
