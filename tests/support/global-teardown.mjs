export default function teardown() {
  globalThis.stopPostgres?.();
}
