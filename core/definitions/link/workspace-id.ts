/** The plugin that is the layer of the workspace: it comes after all others and may change what they declare. */
export const workspaceId = 'workspace';
