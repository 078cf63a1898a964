import type { Entity } from '../definitions/model.js';
import { nearest } from '../kernel/did-you-mean.js';
import type { Caller } from '../kernel/caller.js';
import { UserError } from '../kernel/user-error.js';
import type { Platform } from '../records/platform.js';

/** The entity at a path, or 404; the remedy names only paths that the caller may see. */
export function entityOf(platform: Platform, caller: Caller, plugin: string, plural: string): Entity {
  const path = `${plugin}/${plural}`;
  const entity = platform.model.paths.get(path) ?? platform.model.formerPaths.get(path);
  if (entity !== undefined) return entity;
  const policy = platform.policyOf(caller);
  const visible = [...platform.model.paths].filter(([, one]) => policy.entity(one.id).rows('read').kind !== 'none').map(([name]) => name);
  const near = nearest(path, visible);
  throw new UserError(404, 'http.unknown-entity', { found: `/api/${path}`, hint: near === null ? '' : `→ /api/${near}?` });
}
