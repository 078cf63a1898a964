/** Channel on which every process hears that there is another revision of the workspace. */
export const workspaceChannel = 'trellis_workspace';
