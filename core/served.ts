import type { AddressInfo } from 'node:net';
import type { QueueAnswers } from './http/health.js';
import type { OpenPlatform } from './start/open-platform.js';
import type { Config } from './kernel/config.js';
import type { WorkspaceDoor } from './workspace/workspace-door.js';

/** What HTTP opens to the outside. */
export interface Opened {
  readonly opened: OpenPlatform;
  readonly workspace: WorkspaceDoor;
  readonly queue: QueueAnswers;
}

/** What answers requests. */
export interface Served {
  /** As this machine reaches it. */
  readonly url: string;
  readonly hasScreens: boolean;
  /** Answers what has been asked, for a while. */
  close(): Promise<void>;
}

/** How long what has been asked may still take when the process ends. */
export const closeWithinMilliseconds = 3000;

/** The address at which this machine reaches a server. */
export function urlOf(config: Config, address: string | AddressInfo | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
