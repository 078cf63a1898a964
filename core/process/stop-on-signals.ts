import type { RunningApp } from '../app.js';
import type { Logger } from '../kernel/logger.js';

/** Ctrl-C and SIGTERM stop cleanly; a second one, at once. When the embedded database dies, so does the process: whoever watches starts it anew. */
export function stopOnSignals(app: RunningApp, log: Logger): void {
  const state = { isStopping: false };
  const stop = (signal: NodeJS.Signals): void => {
    if (state.isStopping) {
      app.abandon();
      process.exit(1);
    }
    state.isStopping = true;
    log.info({ signal }, 'stopping');
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error, 'the stop was not clean');
        app.abandon();
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  void app.databaseEnded.then(() => {
    if (state.isStopping) return;
    log.fatal('the embedded database ended unexpectedly; see postgres.log in the data folder');
    process.exit(1);
  });
}
