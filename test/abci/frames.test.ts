import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameError, FrameReader, frameHead } from "../../src/abci/frames.js";

const framed = (bodies: readonly Uint8Array[]) =>
  Buffer.concat(bodies.flatMap((body) => [frameHead(body.length), body]));

const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("frames", () => {
  it("come out whole however the stream is cut", () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(400), { maxLength: 20 }), (wanted, sizes) => {
        const stream = framed(wanted);
        const reader = new FrameReader();
        const found: string[] = [];
        let at = 0;
        for (const size of [...sizes, stream.length]) {
          for (const body of reader.push(stream.subarray(at, at + size))) found.push(plain(body));
          at += size;
        }
        expect(found).toEqual(wanted.map(plain));
        expect(reader.midway).toBe(false);
      }),
    );
  });

  it("come out whole when they are cut at every position", () => {
    const wanted = [Buffer.alloc(0), Buffer.alloc(130, 1), Buffer.from("ab")];
    const stream = framed(wanted);
    for (let cut = 0; cut <= stream.length; cut++) {
      const reader = new FrameReader();
      const found = [...reader.push(stream.subarray(0, cut)), ...reader.push(stream.subarray(cut))];
      expect(found.map(plain)).toEqual(wanted.map(plain));
    }
  });

  it("may have a length that is written longer than needed", () => {
    const stream = Uint8Array.of(0x82, 0x80, 0x80, 0x00, 7, 8);
    expect([...new FrameReader().push(stream)].map(plain)).toEqual(["0708"]);
  });

  it("are refused before their body comes when they are longer than the limit", () => {
    expect(() => [...new FrameReader(100).push(frameHead(101))]).toThrow(FrameError);
    expect([...new FrameReader(100).push(frameHead(100))]).toEqual([]);
    expect(() => [...new FrameReader().push(frameHead(536_870_913))]).toThrow(FrameError);
  });

  it("are refused when their length does not end", () => {
    expect(() => [...new FrameReader().push(new Uint8Array(20).fill(0x80))]).toThrow(FrameError);
    expect(() => [...new FrameReader().push(new Uint8Array(20).fill(0xff))]).toThrow(FrameError);
  });

  it("that have not ended are known", () => {
    const reader = new FrameReader();
    expect([...reader.push(Uint8Array.of(3, 1))]).toEqual([]);
    expect(reader.midway).toBe(true);
  });
});
