import type { Policy } from '../../access/policy.js';
import type { Model } from '../../definitions/model.js';
import type { Locale } from '../../kernel/locale.js';
import { isVisible } from '../meta/build-meta.js';
import { entityPaths } from './entity-paths.js';
import { entitySchemas } from './entity-schemas.js';
import { fixedPaths } from './fixed-paths.js';
import type { Json } from './json.js';
import { problem } from './shared-schemas.js';

/** The OpenAPI 3.1 document of what one caller may do. */
export function buildOpenapi(model: Model, policy: Policy, locale: Locale): Json {
  const visible = [...model.entities.values()].filter((entity) => isVisible(entity, policy) || policy.entity(entity.id).rows('create').kind !== 'none');
  const addressed = visible.filter((entity) => entity.parent === null);
  return {
    openapi: '3.1.0',
    info: { title: 'Trellis', version: model.hash, description: 'Records of every entity, in the dialect of react-admin’s simple REST client.' },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { apiKey: [] }],
    paths: { ...fixedPaths, ...Object.assign({}, ...addressed.map((entity) => entityPaths(entity, model, policy.entity(entity.id), locale))) },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'trellis_session' }, apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { problem, ...Object.assign({}, ...visible.map((entity) => entitySchemas(entity, model, policy))) },
    },
  };
}
