import { expect, it } from "vitest";
import { SortedTexts } from "../../src/store/sorted-texts.js";
import { Random } from "./random.js";

it("texts come in their order, between any two and in both directions, whenever they were added", () => {
  const random = new Random(7);
  const texts = new SortedTexts();
  const known = new Set<string>();
  const text = () =>
    String.fromCharCode(1 + random.below(250), random.below(256), random.below(256));
  for (let round = 0; round < 400; round++) {
    // Many at once at first, then a handful among many, so that runs are halved.
    for (let i = round < 3 ? 2_000 : random.below(40); i > 0; i--) {
      const added = text();
      if (!known.has(added)) texts.add(added);
      known.add(added);
    }
    if (round % 8 !== 0) continue;
    const sorted = [...known].sort((a, b) => (a < b ? -1 : 1));
    expect([...texts.between()]).toEqual(sorted);
    expect([...texts.betweenReversed()]).toEqual(sorted.toReversed());
    const [from, to] = [text(), text()];
    const within = sorted.filter((each) => each >= from && each < to);
    expect([...texts.between(from, to)]).toEqual(within);
    expect([...texts.betweenReversed(from, to)]).toEqual(within.toReversed());
  }
  texts.clear();
  expect([...texts.between(), ...texts.betweenReversed()]).toEqual([]);
});
