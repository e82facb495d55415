import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The files of the setup assistant, as `npm run build` makes them. What is not among them is not served. */
export class BuiltAssistant {
  private constructor(
    private readonly names: ReadonlySet<string>,
    /** The page itself, for every path that is none of a file; undefined where nothing was built. */
    readonly page: string | undefined,
  ) {}

  /**
   * Reads which files there are, once.
   * @param baseHref where the page is served, as browsers see it; with a trailing slash
   */
  static open(directory: string, baseHref: string): BuiltAssistant {
    if (!existsSync(join(directory, 'index.html'))) return new BuiltAssistant(new Set(), undefined);
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const names = files.map(({ parentPath, name }) =>
      relative(directory, join(parentPath, name)).replaceAll('\\', '/'),
    );
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    return new BuiltAssistant(new Set(names), page.replace('<base href="/assistant/"', `<base href="${baseHref}"`));
  }

  has(name: string): boolean {
    return name !== 'index.html' && this.names.has(name);
  }

  /** Whether the file is there in compressed form as well. */
  hasGzip(name: string): boolean {
    return this.names.has(`${name}.gz`);
  }
}
