/** Longer or deeper texts are shown as they came: laying them out would cost more than it helps. */
const LENGTH_MAX = 200_000;
const DEPTH_MAX = 64;

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON laid out for reading, or nothing when the text is none. Only the space between the tokens changes: numbers
 * and texts keep their own spelling (`50.000000` stays that), which parsing and writing again would lose.
 */
export function prettyJson(text: string): string | undefined {
  if (text.length > LENGTH_MAX || !isJsonContainer(text)) return undefined;
  let depth = 0;
  let line = '';
  const lines: string[] = [];
  const tokens = text.match(TOKEN) ?? [];
  const breakLine = () => {
    if (line.trim() !== '') lines.push(line);
    line = '  '.repeat(depth);
  };
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    const after = tokens[at + 1];
    if (token === '{' || token === '[') {
      line += token;
      depth += 1;
      if (depth > DEPTH_MAX) return undefined;
      if (after !== '}' && after !== ']') breakLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      if (before !== '{' && before !== '[') breakLine();
      line += token;
    } else if (token === ',') {
      line += token;
      breakLine();
    } else {
      line += token === ':' ? ': ' : token;
    }
  }
  lines.push(line);
  return lines.join('\n');
}

function isJsonContainer(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
