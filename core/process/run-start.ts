import { startApp, type RunningApp } from '../app.js';
import { ConfigError } from '../kernel/config-error.js';
import { readConfig, type Config } from '../kernel/config.js';
import { createLogger, type Logger } from '../kernel/logger.js';
import { StartError } from '../kernel/start-error.js';
import { BrokenPlugins } from '../start/broken-plugins.js';
import { stopOnSignals } from './stop-on-signals.js';
import { welcome } from './welcome.js';

/** Runs Trellis until it is told to stop: what `npm start` and `trellis start` do. */
export async function runStart(environment: NodeJS.ProcessEnv): Promise<void> {
  const config = configOrExit(environment);
  const log = createLogger(config.logLevel);
  for (const warning of config.warnings) log.warn(warning);
  const app = await startOrExit(config, log);
  for (const { plugin, missing } of app.setAside) {
    log.warn(`The plugin ${plugin} is set aside: it depends on ${missing.join(', ')}, which is not there. Its tables are kept.`);
  }
  if (config.host !== '127.0.0.1' && config.host !== 'localhost' && config.publicUrl?.startsWith('https:') !== true) {
    log.warn(
      `HOST is ${config.host} and there is no https: passwords and sessions cross the network unencrypted. Set TRELLIS_PUBLIC_URL when a proxy serves https.`,
    );
  }
  process.stdout.write(welcome(app, config));
  stopOnSignals(app, log);
}

function configOrExit(environment: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) exitWith(error.message);
    throw error;
  }
}

async function startOrExit(config: Config, log: Logger): Promise<RunningApp> {
  try {
    return await startApp(config, log);
  } catch (error) {
    if (error instanceof StartError) exitWith(error.message);
    if (error instanceof BrokenPlugins) exitWith(error.told(process.cwd()));
    throw error;
  }
}

function exitWith(text: string): never {
  process.stderr.write(`${text.trimEnd()}\n`);
  process.exit(1);
}
