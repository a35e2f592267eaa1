/** Closes what has been opened, newest first, on the first signal; a second one ends the process at once. */
export function closeOnSignal(say: (text: string) => void): { add(close: () => unknown): void } {
  const closers: (() => unknown)[] = [];
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    say('\n  Stopping…');
    for (const close of closers.toReversed()) {
      try {
        await close();
      } catch (error) {
        say(`  ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      }
    }
    process.exit();
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  return { add: (close) => void closers.push(close) };
}
