/** How the server shows the connections of processes that follow events and run steps. */
export const workerName = 'trellis worker';
