/** Injection token of the WorkspaceDoor. */
export const WORKSPACE = Symbol('workspace');
