/** What the work gives, or an error when it takes longer than that; the work itself goes on unheard. */
export async function within<Value>(milliseconds: number, what: string, work: Promise<Value>): Promise<Value> {
  const state: { timer: NodeJS.Timeout | undefined } = { timer: undefined };
  const late = new Promise<never>((_, reject) => {
    state.timer = setTimeout(() => reject(new Error(`${what}: no answer within ${String(milliseconds)} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(state.timer));
}
