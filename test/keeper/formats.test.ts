import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDid } from "../../src/keeper/formats/did.js";
import { formatDuration, parseDuration } from "../../src/keeper/formats/duration.js";
import { isLanguageTag, languageKey } from "../../src/keeper/formats/language.js";
import { isDigestSri } from "../../src/keeper/formats/sri.js";
import { formatTime, parseTime } from "../../src/keeper/formats/time.js";
import { isAbsoluteUri, isHttpUrl } from "../../src/keeper/formats/url.js";

/** Asserts both lists against a validator, naming the text that fails. */
function holds(
  is: (text: string) => boolean,
  accepted: readonly string[],
  refused: readonly string[],
) {
  expect(accepted.filter((text) => !is(text))).toEqual([]);
  expect(refused.filter(is)).toEqual([]);
}

/** What no format takes: controls, spaces, look-alikes, endless texts. */
const HOSTILE = ["", " ", "\0", "\n", "💥", "\ud800", "a".repeat(1_000_000), "-".repeat(100_000)];

describe("formats", () => {
  it("[D-GEN-17] know a DID", () => {
    holds(
      isDid,
      [
        "did:example:123",
        "did:web:example.com",
        "did:web:example.com%3A3000:user:alice",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "did:webvh:QmX-y_z:a.b",
        "did:0x:1",
        "did:example::a",
        "did:example:%2f",
      ],
      [
        ...HOSTILE,
        "did",
        "did:",
        "did::",
        "did:example",
        "did:example:",
        "did:example:a:",
        "DID:example:a",
        "did:Example:a",
        "did:ex-ample:a",
        "did:example:a/path",
        "did:example:a?query",
        "did:example:a#fragment",
        "did:example:%",
        "did:example:%2",
        "did:example:%zz",
        "did:example:a b",
        "did:example:é",
        "did:example:a\n",
        " did:example:a",
        "did:example:a,b",
        `did:example:${"a".repeat(3000)}`,
      ],
    );
  });

  it("[D-GEN-17] know an http URL with a host", () => {
    holds(
      isHttpUrl,
      [
        "http://example.com",
        "https://example.com/",
        "HTTPS://EXAMPLE.COM/A",
        "https://example.com:8080/a/b?c=d&e=%20#f?/g",
        "https://example.com:",
        "https://example.com./a",
        "https://user:pw@example.com/",
        "https://localhost/a",
        "https://127.0.0.1/a",
        "https://[2001:db8::1]:443/a",
        "https://[::]/",
        "https://[::ffff:1.2.3.4]/",
        "https://[1:2:3:4:5:6:7:8]/",
        "https://[v1.a]/",
        "https://xn--bcher-kva.example/",
        "https://my_host.example/",
        "https://example.com?q",
        "https://example.com#f",
        "https://example.com//a",
        "https://3com.example/",
      ],
      [
        ...HOSTILE,
        "example.com",
        "//example.com/a",
        "/a",
        "http:",
        "http:/",
        "http://",
        "http:///a",
        "http:example.com",
        "http:/example.com",
        "http://?q",
        "http://#f",
        "http://:80/",
        "http://user@/",
        "ftp://example.com/",
        "javascript:alert(1)",
        "ipfs://bafy/",
        "https://exa mple.com/",
        "https://example.com/a b",
        "https://example.com/a\n",
        "\nhttps://example.com/",
        "https://example.com/%",
        "https://example.com/%zz",
        "https://example.com/é",
        "https://bücher.example/",
        "https://example..com/",
        "https://.example.com/",
        "https://-a.example/",
        "https://a-.example/",
        `https://${"a".repeat(64)}.example/`,
        "https://example.com:99999/",
        "https://example.com:-1/",
        "https://example.com:80a/",
        "https://example.com:80:80/",
        "https://a@b@c/d",
        "https://256.0.0.1/",
        "https://1.2.3/",
        "https://1.2.3.4.5/",
        "https://01.2.3.4/",
        "https://1.2.3.4./",
        "https://[::1/",
        "https://[::1]a/",
        "https://[1::2::3]/",
        "https://[1:2:3:4:5:6:7]/",
        "https://[1:2:3:4:5:6:7:8:9]/",
        "https://[12345::]/",
        "https://[::1.2.3.256]/",
        "https://[fe80::1%25eth0]/",
        "https://example.com\\a",
        "https://example.com/<a>",
        "https://example.com/a#b#c",
        `https://example.com/${"a".repeat(2048)}`,
      ],
    );
  });

  it("[D-GEN-17] know an absolute URI", () => {
    holds(
      isAbsoluteUri,
      [
        "https://example.com/a",
        "ipfs://bafybeigdyrzt/file.json",
        "urn:isbn:0451450523",
        "did:example:123#key",
        "mailto:a@example.com",
        "file:///etc/hosts",
        "data:,a",
        "a+b.c-1:x",
      ],
      [
        ...HOSTILE,
        "a",
        "a:",
        ":a",
        "1a:b",
        "//example.com",
        "a://",
        "a b:c",
        "a:b c",
        "a:%",
        "é:a",
      ],
    );
  });

  it("[D-GEN-17] know a language tag", () => {
    holds(
      isLanguageTag,
      [
        "en",
        "EN",
        "en-US",
        "es-419",
        "zh-Hant",
        "zh-Hant-TW",
        "zh-cmn-Hans-CN",
        "sl-rozaj-biske-1994",
        "de-CH-1901",
        "en-US-u-islamcal",
        "en-a-myext-b-another",
        "x-whatever",
        "de-x-goethe",
        "i-klingon",
        "en-GB-oed",
        "qaa-Qaaa-QM-x-southern",
        "abcd",
        "abcdefgh",
        "sgn-BE-FR",
      ],
      [
        ...HOSTILE,
        "a",
        "1",
        "en_US",
        "en-",
        "-en",
        "en--US",
        "abcdefghi",
        "en-x",
        "x",
        "x-",
        "x-123456789",
        "en-u",
        "en-a-bb-a-cc",
        "de-1901-1901",
        "de-DE-1901-1901",
        "i-unknown",
        "en-12",
        "en-US-US",
        "e1",
        "en us",
        "en-US\n",
        "ëñ",
        "\u212aan",
        `en${"-abcde".repeat(100)}`,
      ],
    );
  });

  it("[D-GEN-17] compare language tags without case and never by prefix", () => {
    expect(languageKey("zh-Hant")).toBe(languageKey("ZH-hANT"));
    expect(languageKey("en")).not.toBe(languageKey("en-US"));
    expect(languageKey("\u212a")).not.toBe(languageKey("k"));
  });

  it("[D-GEN-17] know the shape of a digest", () => {
    holds(
      isDigestSri,
      [
        "sha256-AAAA",
        "sha384-MzNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26",
        "sha512-a==",
        "sha256-a/b+c=",
      ],
      [
        ...HOSTILE,
        "sha256-",
        "sha1-AAAA",
        "md5-AAAA",
        "SHA256-AAAA",
        "sha256AAAA",
        "sha256-AAAA===",
        "sha256-AA=A",
        "sha256-AA_A",
        "sha256-AAAA sha384-BBBB",
        "sha256-AAAA?x",
        "sha256-AAAA\n",
        `sha256-${"A".repeat(3000)}`,
      ],
    );
  });
});

describe("times", () => {
  const LEAST = -62_135_596_800_000_000_000n;
  const MOST = 253_402_300_799_999_999_999n;

  it("[D-GEN-07] print as many digits as each reader expects", () => {
    const at = (nanos: bigint) => 1_795_310_569_000_000_000n + nanos;
    const second = "2026-11-22T01:22:49";
    const printed = (nanos: bigint) =>
      (["proto", "millis", "trimmed"] as const).map((style) => formatTime(at(nanos), style));
    expect(printed(0n)).toEqual([`${second}Z`, `${second}.000Z`, `${second}Z`]);
    expect(printed(410_000_000n)).toEqual([`${second}.410Z`, `${second}.410Z`, `${second}.41Z`]);
    expect(printed(1000n)).toEqual([`${second}.000001Z`, `${second}.000001Z`, `${second}.000001Z`]);
    expect(printed(410_264_990n)).toEqual([
      `${second}.410264990Z`,
      `${second}.410264990Z`,
      `${second}.41026499Z`,
    ]);
  });

  it("read RFC 3339 with offsets", () => {
    const same = [
      "2026-11-22T01:22:49.410264995Z",
      "2026-11-22T03:22:49.410264995+02:00",
      "2026-11-21T19:52:49.410264995-05:30",
    ];
    for (const text of same) expect(parseTime(text), text).toBe(1_795_310_569_410_264_995n);
    expect(parseTime("1969-12-31T23:59:59.999999999Z")).toBe(-1n);
    expect(parseTime("2024-02-29T00:00:00Z")).toBe(1_709_164_800_000_000_000n);
    expect(parseTime("0001-01-01T00:00:00Z")).toBe(LEAST);
    expect(parseTime("9999-12-31T23:59:59.999999999Z")).toBe(MOST);
  });

  it("are refused when they are none", () => {
    const refused = [
      ...HOSTILE,
      "2026-11-22",
      "2026-11-22 01:22:49Z",
      "2026-11-22T01:22:49",
      "2026-11-22T01:22Z",
      "2026-11-22T01:22:49.Z",
      "2026-11-22T01:22:49.1234567890Z",
      "2026-11-22T24:00:00Z",
      "2026-11-22T23:60:00Z",
      "2026-11-22T23:59:60Z",
      "2026-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "0000-01-01T00:00:00Z",
      "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01",
      "10000-01-01T00:00:00Z",
      "2026-11-22T01:22:49+24:00",
      "2026-11-22T01:22:49+00:60",
      "2026-11-22T01:22:49Z\n",
      "２026-11-22T01:22:49Z",
    ];
    expect(refused.filter((text) => parseTime(text) !== undefined)).toEqual([]);
  });

  it("read back as printed, in every style", () => {
    fc.assert(
      fc.property(fc.bigInt(LEAST, MOST), (time) => {
        for (const style of ["proto", "millis", "trimmed"] as const) {
          expect(parseTime(formatTime(time, style))).toBe(time);
        }
      }),
    );
  });

  it("agree with the calendar of the platform on every day of 800 years", () => {
    for (let day = -146_097; day <= 146_097; day += 1) {
      const text = formatTime(BigInt(day) * 86_400_000_000_000n, "millis");
      if (text !== new Date(day * 86_400_000).toISOString()) expect(text).toBe(day);
    }
  });
});

describe("durations", () => {
  it("print seconds with the digits they need", () => {
    expect(formatDuration(86_400_000_000_000n)).toBe("86400s");
    expect(formatDuration(0n)).toBe("0s");
    expect(formatDuration(1_500_000_000n)).toBe("1.500s");
    expect(formatDuration(-1n)).toBe("-0.000000001s");
  });

  it("are refused when they are none", () => {
    const refused = [
      ...HOSTILE,
      "1",
      "s",
      "1m",
      "1.s",
      ".5s",
      "1e3s",
      "+1s",
      " 1s",
      "1s ",
      "--1s",
      "01s",
    ];
    expect([...refused, "99999999999s"].filter((t) => parseDuration(t) !== undefined)).toEqual([]);
    expect(parseDuration("1.5s")).toBe(1_500_000_000n);
    expect(parseDuration("-0.000000001s")).toBe(-1n);
  });

  it("read back as printed", () => {
    const most = (1n << 63n) - 1n;
    fc.assert(
      fc.property(fc.bigInt(-most, most), (duration) => {
        expect(parseDuration(formatDuration(duration))).toBe(duration);
      }),
    );
  });
});
