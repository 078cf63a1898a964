import { join } from 'node:path';
import { ConfigError, type ConfigMistake } from './config-error.js';
import { existingFolders, flag, folder, matching, oneOf, origin, url, wholeNumber, type Reader } from './config-readers.js';
import { nearest } from './did-you-mean.js';
import { projectRoot } from './project-root.js';

/** The settings the process was started with, all from the environment. */
export interface Config {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** An existing PostgreSQL; undefined means the embedded one. */
  readonly databaseUrl: string | undefined;
  /** A second role that owns the tables and migrates. */
  readonly migrationUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute paths of further folders of plugins. */
  readonly pluginFolders: readonly string[];
  readonly role: 'all' | 'web' | 'worker';
  readonly administrator: { readonly email: string | undefined; readonly password: string | undefined };
  readonly isDemo: boolean;
  /** Without trailing slash. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly smtpUrl: string | undefined;
  /** 32 bytes in base64 each; the first seals, all open. */
  readonly secretKeys: readonly string[];
  /** What looks like a mistake but does not stop the start. */
  readonly warnings: readonly string[];
}

export type LogLevel = (typeof logLevels)[number];
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

const postgresUrl = url(['postgres:', 'postgresql:'], 'the address of a PostgreSQL, like postgres://user:password@host:5432/database');

/** Every variable we read, and how. */
const readers = {
  PORT: wholeNumber(0, 65535),
  HOST: matching(/^[\w.:-]{1,253}$/u, 'a host name or an IP address'),
  DATABASE_URL: postgresUrl,
  DATABASE_MIGRATION_URL: postgresUrl,
  REDIS_URL: url(['redis:', 'rediss:'], 'the address of a Redis, like redis://host:6379'),
  TRELLIS_DATA_DIR: folder,
  TRELLIS_PLUGINS: existingFolders,
  TRELLIS_ROLE: oneOf(['all', 'web', 'worker'] as const),
  TRELLIS_ADMIN_EMAIL: matching(/^[^\s@]+@[^\s@]+$/u, 'an e-mail address'),
  TRELLIS_ADMIN_PASSWORD: matching(/^.{8,200}$/su, 'a password of 8 to 200 characters', true),
  TRELLIS_DEMO: flag,
  TRELLIS_PUBLIC_URL: origin,
  TRELLIS_SECRET_KEYS: matching(/^[A-Za-z0-9+/]{43}=(?:,[A-Za-z0-9+/]{43}=)*$/u, 'keys of 32 bytes in base64, with commas', true),
  LOG_LEVEL: oneOf(logLevels),
  SMTP_URL: url(['smtp:', 'smtps:'], 'the address of a mail server, like smtp://user:password@host:587'),
} as const;

/** Reads the environment; throws a ConfigError that names every variable that is wrong, what was found and what is valid. */
export function readConfig(environment: Environment): Config {
  const mistakes: ConfigMistake[] = [];
  const read = <Value>(variable: keyof typeof readers, reader: Reader<Value>): Value | undefined => {
    const text = environment[variable];
    if (text === undefined || text === '') return undefined;
    const value = reader.read(text);
    if (value === undefined)
      mistakes.push({ variable, found: reader.isSecret === true ? 'something else (not shown)' : JSON.stringify(text), valid: reader.valid });
    return value;
  };
  const config: Config = {
    port: read('PORT', readers.PORT) ?? 3000,
    host: read('HOST', readers.HOST) ?? '127.0.0.1',
    databaseUrl: read('DATABASE_URL', readers.DATABASE_URL),
    migrationUrl: read('DATABASE_MIGRATION_URL', readers.DATABASE_MIGRATION_URL),
    redisUrl: read('REDIS_URL', readers.REDIS_URL),
    dataDir: read('TRELLIS_DATA_DIR', readers.TRELLIS_DATA_DIR) ?? join(projectRoot, 'data'),
    pluginFolders: read('TRELLIS_PLUGINS', readers.TRELLIS_PLUGINS) ?? [],
    role: read('TRELLIS_ROLE', readers.TRELLIS_ROLE) ?? 'all',
    administrator: {
      email: read('TRELLIS_ADMIN_EMAIL', readers.TRELLIS_ADMIN_EMAIL),
      password: read('TRELLIS_ADMIN_PASSWORD', readers.TRELLIS_ADMIN_PASSWORD),
    },
    isDemo: read('TRELLIS_DEMO', readers.TRELLIS_DEMO) ?? false,
    publicUrl: read('TRELLIS_PUBLIC_URL', readers.TRELLIS_PUBLIC_URL),
    logLevel: read('LOG_LEVEL', readers.LOG_LEVEL) ?? 'info',
    secretKeys: read('TRELLIS_SECRET_KEYS', readers.TRELLIS_SECRET_KEYS)?.split(',') ?? [],
    smtpUrl: read('SMTP_URL', readers.SMTP_URL),
    warnings: warningsOf(environment),
  };
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

function warningsOf(environment: Environment): readonly string[] {
  const known = Object.keys(readers);
  const unknown = Object.keys(environment).filter((name) => name.startsWith('TRELLIS_') && !known.includes(name));
  const unused = environment['DATABASE_MIGRATION_URL'] && !environment['DATABASE_URL'];
  return [
    ...unknown.map((name) => {
      const near = nearest(name, known);
      return `${name} is set, but there is no such setting. ${near === null ? `Valid: ${known.join(', ')}.` : `Did you mean ${near}?`}`;
    }),
    ...(unused ? ['DATABASE_MIGRATION_URL is set without DATABASE_URL and has no effect.'] : []),
  ];
}
