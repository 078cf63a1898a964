import { createHash } from 'node:crypto';
import type { Verb } from '../../schemas/generated/types.js';
import type { Entity, Model, ModelGrant } from '../definitions/model.js';
import type { Caller } from '../kernel/caller.js';
import type { EntityPolicy, Policy, RowRule } from './policy.js';

/** Grants of roles made in the browser, by the id of their core.role record. */
export type CustomRoles = ReadonlyMap<string, readonly ModelGrant[]>;

/** Makes policies from roles and keeps them; the one place where grants become rights. */
export class Policies {
  private made = new Map<string, Policy>();

  constructor(
    private readonly model: Model,
    private custom: CustomRoles = new Map(),
  ) {}

  policyOf(caller: Caller): Policy {
    const isBounded = !caller.companies.isEvery;
    const key = `${isBounded ? 'own companies ' : ''}${caller.isAdministrator ? '*' : caller.roleIds.join(' ')}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const policy = caller.isAdministrator ? this.administratorPolicy(key, isBounded) : this.compile(key, caller.roleIds, isBounded);
    this.made.set(key, policy);
    return policy;
  }

  /** Takes over changed roles at once. */
  replaceCustomRoles(custom: CustomRoles): void {
    this.custom = custom;
    this.made = new Map();
  }

  private administratorPolicy(key: string, isBounded: boolean): Policy {
    const policies = new Map([...this.model.entities.values()].map((entity) => [entity.id, this.everythingOf(entity, isBounded)]));
    return { entity: (id) => policies.get(id) ?? everything, hash: hashOf(key, []) };
  }

  /** Lines follow their owner. */
  private everythingOf(entity: Entity, isBounded: boolean): EntityPolicy {
    const { companyRule } = this.model.entities.get(entity.parent?.entity ?? '') ?? entity;
    const policy = isBounded && companyRule !== null ? everythingIn({ kind: 'any', of: [companyRule] }) : everything;
    return isPosted(entity) ? onlyRead(policy) : policy;
  }

  private compile(key: string, roleIds: readonly string[], isBounded: boolean): Policy {
    const held = roleIds.flatMap((id) => this.model.roles.get(id)?.grants ?? this.custom.get(id) ?? []);
    const grants = isBounded ? held.map((grant) => ({ ...grant, where: grant.bounded })) : held;
    const of = (entityId: string): readonly ModelGrant[] => grants.filter((grant) => grant.declaration.entity === entityId);
    const entities = new Map<string, EntityPolicy>();
    for (const entity of this.model.entities.values()) {
      const owner = entity.parent;
      if (owner === null)
        entities.set(entity.id, isPosted(entity) ? onlyRead(entityPolicy(entity, of(entity.id), '')) : entityPolicy(entity, of(entity.id), ''));
      else entities.set(entity.id, entityPolicy(entity, of(owner.entity), `${owner.field}.`, owner.field));
    }
    return { entity: (id) => entities.get(id) ?? nothing, hash: hashOf(key, grants) };
  }
}

const all: RowRule = { kind: 'all' };
const none: RowRule = { kind: 'none' };

function everythingIn(rows: RowRule): EntityPolicy {
  return { rows: () => rows, fieldRows: () => rows, isAlwaysSeen: () => true, writableRows: () => rows, actionRows: () => rows };
}

const everything: EntityPolicy = everythingIn(all);
const nothing: EntityPolicy = { rows: () => none, fieldRows: () => none, isAlwaysSeen: () => false, writableRows: () => none, actionRows: () => none };

/** Entries of ledgers and their balances come from postings, the rows of queries from other records; nobody, not even an administrator, writes them. */
function isPosted(entity: Entity): boolean {
  return entity.ledger !== null || entity.balanceOf !== null || entity.query !== null;
}

function onlyRead(policy: EntityPolicy): EntityPolicy {
  return {
    ...policy,
    rows: (verb) => (verb === 'read' || verb === 'export' ? policy.rows(verb) : none),
    writableRows: () => none,
    actionRows: () => none,
  };
}

/** Fields without which a record could not be named or saved; no grant hides them. */
const always = new Set(['id', 'version', 'state', 'position']);

/**
 * Roles add up: a row is allowed when any grant with the verb selects it, a field is seen when any such grant does not hide it.
 * Lines take the grants of their owner, whose rules are over the owner's row; a grant hides a line's field as `lines.unitPrice`.
 */
function entityPolicy(entity: Entity, grants: readonly ModelGrant[], prefix: string, ownerField?: string): EntityPolicy {
  const withVerb = (verb: Verb): readonly ModelGrant[] => grants.filter((grant) => grant.declaration.verbs.includes(verb));
  // What stands for one entity of several is seen where the whole is.
  const names = (field: string): readonly string[] => {
    const whole = entity.fields.get(field)?.partOf;
    return [`${prefix}${field}`, ...(whole === undefined ? [] : [`${prefix}${whole}`]), ...(ownerField === undefined ? [] : [ownerField])];
  };
  // What is converted tells what it is converted from, and what was agreed tells of the rate.
  const toldOf = (field: string): string | undefined =>
    field === 'rateAgreed' ? entity.exchange?.rate : (entity.fields.get(field)?.converts?.source ?? entity.fields.get(field)?.convertsQuantity ?? undefined);
  const told = (field: string): readonly string[] => [field, toldOf(field) ?? field].flatMap(names);
  const hides = (grant: ModelGrant, field: string): boolean =>
    !always.has(field) && told(field).some((name) => grant.declaration.hide?.includes(name) === true);
  const locks = (grant: ModelGrant, field: string): boolean => names(field).some((name) => grant.declaration.readOnly?.includes(name) === true);
  const readers = withVerb('read');
  const seen = new Map([...entity.fields.keys()].map((field) => [field, ruleOf(readers.filter((grant) => !hides(grant, field)))]));
  const rows = {
    read: ruleOf(readers),
    create: ruleOf(withVerb('create')),
    update: ruleOf(withVerb('update')),
    delete: ruleOf(withVerb('delete')),
    import: ruleOf(withVerb('import')),
    export: ruleOf(withVerb('export')),
  };
  return {
    rows: (verb) => rows[verb],
    fieldRows: (field) => seen.get(field) ?? none,
    isAlwaysSeen: (field) => isSameRule(seen.get(field) ?? none, rows.read),
    writableRows: (field, verb) => ruleOf(withVerb(verb).filter((grant) => !hides(grant, field) && !locks(grant, field))),
    actionRows: (action) => ruleOf(grants.filter((grant) => grant.declaration.actions?.some((name) => name === '*' || name === action) === true)),
  };
}

function ruleOf(grants: readonly ModelGrant[]): RowRule {
  if (grants.length === 0) return none;
  const rules = new Map(grants.flatMap((grant) => (grant.where === null ? [] : [[grant.where.text, grant.where] as const])));
  return grants.some((grant) => grant.where === null) ? all : { kind: 'any', of: [...rules.values()] };
}

function isSameRule(one: RowRule, other: RowRule): boolean {
  if (one.kind !== 'any' || other.kind !== 'any') return one.kind === other.kind;
  return one.of.length === other.of.length && one.of.every((rule) => other.of.some((known) => known.text === rule.text));
}

function hashOf(key: string, grants: readonly ModelGrant[]): string {
  return createHash('sha256')
    .update(key)
    .update(JSON.stringify(grants.map((grant) => grant.declaration)))
    .digest('base64url')
    .slice(0, 16);
}
