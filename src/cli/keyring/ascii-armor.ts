import { CliError } from "../failure.js";

/** A block of OpenPGP's ASCII armor (RFC 4880, section 6). */
export interface ArmorBlock {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

const COLUMNS = 64;

/** Text of a block, without a newline at its end. */
export function armorText({ type, headers, data }: ArmorBlock): string {
  const base64 = Buffer.from(data).toString("base64");
  const lines = base64.match(new RegExp(`.{1,${COLUMNS}}`, "g")) ?? [];
  return [
    `-----BEGIN ${type}-----`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    ...lines,
    `=${Buffer.from(crc24(data)).toString("base64")}`,
    `-----END ${type}-----`,
  ].join("\n");
}

/** Reads the first block of a text. Throws CliError where it holds none, or one that was changed. */
export function readArmor(text: string): ArmorBlock {
  const block =
    /^-----BEGIN ([A-Z ]+)-----[ \t]*\n([\s\S]*?)\n-----END \1-----/m.exec(
      text.replaceAll("\r\n", "\n"),
    ) ?? undefined;
  const type = block?.[1];
  const [head = "", ...rest] = (block?.[2] ?? "").split(/\n[ \t]*\n/);
  if (type === undefined || rest.length === 0) throw new CliError("no armored key was found");
  const headers = head.split("\n").flatMap((line) => {
    const at = line.indexOf(":");
    return at === -1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
  });
  const lines = rest
    .join("\n")
    .split("\n")
    .map((line) => line.trim());
  const sum = lines.find((line) => line.startsWith("="))?.slice(1);
  const base64 = lines.filter((line) => !line.startsWith("=")).join("");
  const data = Buffer.from(base64, "base64");
  const whole = data.toString("base64") === base64;
  if (!whole || (sum !== undefined && Buffer.from(crc24(data)).toString("base64") !== sum)) {
    throw new CliError("the armored key is damaged: its checksum does not fit");
  }
  return { type, headers: Object.fromEntries(headers), data };
}

/** OpenPGP's checksum of 24 bits. */
function crc24(data: Uint8Array): Uint8Array {
  let crc = 0xb704ce;
  for (const byte of data) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return Uint8Array.of((crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff);
}
