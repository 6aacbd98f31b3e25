import { CliError } from "./failure.js";
import { say } from "./output.js";

/** Longest line that is read, characters. */
const LONGEST = 65_536;

let rest = "";
let input: AsyncIterator<unknown> | undefined;

/** The next line of standard input, without its end. Throws CliError where there is none. */
export async function askLine(prompt: string): Promise<string> {
  if (process.stdin.isTTY) say(`> ${prompt}`);
  const line = await nextLine();
  if (line === undefined) throw new CliError(`nothing on standard input: ${prompt}`);
  return line.trim();
}

/** A passphrase: typed without being shown, or a line of standard input where that is no terminal. */
export async function askSecret(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const line = await nextLine();
    if (line === undefined) throw new CliError(`nothing on standard input: ${prompt}`);
    return line.trim();
  }
  // Before the prompt, so that nothing is shown of what is typed as soon as it appears.
  process.stdin.setRawMode(true);
  try {
    process.stderr.write(`${prompt} `);
    return await typed();
  } finally {
    process.stdin.setRawMode(false);
    process.stderr.write("\n");
  }
}

/** Whether the answer begins with y. No answer at all means no. */
export async function askConfirmation(question: string): Promise<boolean> {
  if (process.stdin.isTTY) process.stderr.write(`${question} [y/N]: `);
  return /^y/i.test(((await nextLine()) ?? "").trim());
}

/** Lets go of standard input, so that the process can end although more could be read. */
export function closeInput(): void {
  if (input !== undefined) process.stdin.destroy();
  [rest, input] = ["", undefined];
}

async function nextLine(): Promise<string | undefined> {
  for (;;) {
    const end = rest.search(/\r?\n/);
    if (end !== -1) {
      const line = rest.slice(0, end);
      rest = rest.slice(rest.indexOf("\n", end) + 1);
      return line;
    }
    const chunk = await nextChunk();
    if (chunk !== undefined) rest += chunk;
    else if (rest === "") return undefined;
    else rest += "\n";
    if (rest.length > LONGEST && !rest.includes("\n")) {
      throw new CliError(`a line of standard input has more than ${LONGEST} characters`);
    }
  }
}

async function nextChunk(): Promise<string | undefined> {
  input ??= process.stdin.setEncoding("utf8")[Symbol.asyncIterator]();
  const { done, value } = await input.next();
  return done === true ? undefined : String(value);
}

const INTERRUPT = "\u0003";
const END = "\u0004";
const BACKSPACES = ["\u007f", "\b"];

/** What is typed until the line ends, nothing of it shown. */
async function typed(): Promise<string> {
  const signs: string[] = [];
  for (;;) {
    const chunk = await nextChunk();
    for (const sign of chunk ?? END) {
      if (sign === "\r" || sign === "\n" || sign === END) return signs.join("");
      if (sign === INTERRUPT) throw new CliError("interrupted");
      if (BACKSPACES.includes(sign)) signs.pop();
      else signs.push(sign);
    }
  }
}
