/** Stops and deletes the throw-away PostgreSQL of this run. */
export default async function stopTestCluster() {
  await globalThis.stopTestCluster?.();
}
