/** One line on a terminal that tells how far a work is; silent where nobody looks. */
export interface ProgressBar {
  readonly show: (what: string, done: number, all: number) => void;
  readonly clear: () => void;
}

const width = 30;

/** Writes to standard error, so that the outcome alone stands on standard output. */
export function progressBar(isSilent: boolean): ProgressBar {
  if (isSilent || !process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  const state = { shownAt: 0 };
  return {
    show: (what, done, all) => {
      const now = Date.now();
      if (done < all && now - state.shownAt < 80) return;
      state.shownAt = now;
      const filled = Math.round((done / Math.max(all, 1)) * width);
      process.stderr.write(`\r\u{1b}[K${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${all} ${what}`);
    },
    clear: () => process.stderr.write('\r\u{1b}[K'),
  };
}
