import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', '..', 'docs', 'operator-guide.md');

/** What a step of the guide has to be done with: lines of `.env`, commands of a shell, or what the commands say. */
export interface Block {
  readonly kind: 'env' | 'sh' | 'text';
  readonly lines: readonly string[];
}

export interface Step {
  readonly title: string;
  /** In one line, without the blocks. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The numbered steps of a chapter of the operator's guide, as they stand in it. Throws where there are none. */
export function stepsOf(chapter: string): readonly Step[] {
  const [, body = ''] = readFileSync(file, 'utf8').split(`\n## ${chapter}\n`);
  const steps =
    body
      .split('\n## ')[0]
      ?.split(/^(?=\d+\. \*\*)/m)
      .slice(1) ?? [];
  if (steps.length === 0) throw new Error(`The guide has no steps in "${chapter}".`);
  return steps.map(stepIn);
}

const fence = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;

function stepIn(source: string): Step {
  const title = /\*\*(.+?)\*\*/.exec(source)?.[1] ?? '';
  return {
    title: title.replace(/\.$/, ''),
    text: source.replaceAll(fence, '').replaceAll(/\s+/g, ' '),
    blocks: [...source.matchAll(fence)].map(([, indent = '', kind = '', body = '']) => {
      if (kind !== 'env' && kind !== 'sh' && kind !== 'text')
        throw new Error(`"${title}" has a block of the kind "${kind}": nobody knows what to do with it.`);
      const lines = body.split('\n').map((line) => line.slice(indent.length));
      const whole =
        kind === 'sh'
          ? lines
              .join('\n')
              .replaceAll(/\\\n\s*/g, '')
              .split('\n')
          : lines;
      return { kind, lines: whole.filter((line) => line.trim() !== '') };
    }),
  };
}

/** A line with what stands in `<…>` put in. Throws where that is unknown. */
export function filled(line: string, values: Readonly<Record<string, string>>): string {
  return line.replaceAll(/<([^<>]+)>/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The guide asks for <${name}>, which nobody knows.`);
    return value;
  });
}
