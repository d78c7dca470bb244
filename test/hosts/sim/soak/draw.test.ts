/**
 * A seed is a world, the same on every engine, and worlds differ in everything that can.
 */

import { Board } from "../../../../hosts/sim/board.js";
import { healthy } from "../../../../hosts/sim/facts-parse.js";
import { Dice } from "../../../../hosts/sim/soak/dice.js";
import { drawWorld } from "../../../../hosts/sim/soak/draw.js";
import { writeWorld } from "../../../../hosts/sim/soak/tell.js";
import { parseWorld, type World } from "../../../../hosts/sim/soak/world.js";
import { expect } from "../../../expect.js";

const worlds: World[] = [];
for (let seed = 1; seed <= 200; seed++) worlds.push(drawWorld(seed, 24));

describe("a drawn world", () => {
	it("is the same for the same seed, and through its file", () => {
		for (const [index, world] of worlds.slice(0, 20).entries()) {
			expect(drawWorld(index + 1, 24)).toEqual(world);
			expect(parseWorld(writeWorld(world))).toEqual(world);
		}
	});

	it("is one that a board takes, with steps in their order that end before it heals", () => {
		for (const { fitted, policy, steps, heal, end } of worlds) {
			new Board({ fitted, policy });
			expect(fitted.length).toBeAtLeast(1);
			expect(heal).toBeAtMost(end - 3_600_000);
			steps.forEach((step, index) => {
				expect(Number.isInteger(step.at)).toBe(true);
				expect(step.at).toBeAtLeast(steps[index - 1]?.at ?? 0);
				expect(step.at).toBeAtMost(heal - 1);
			});
		}
	});

	it("has, among two hundred, every kind of step, call and quirk", () => {
		const kinds = new Set<string>();
		for (const step of worlds.flatMap(({ steps }) => steps)) {
			if ("call" in step) kinds.add(step.call.do).add(`within ${step.within ?? "none"}`);
			else if ("quirk" in step) for (const quirk of Object.keys(step.quirk)) kinds.add(quirk);
			else if ("far" in step) kinds.add(step.far);
			else for (const kind of Object.keys(step)) kinds.add(kind);
		}
		const wanted =
			"set power cut corrupt refusal silent heard forget publish late lost doubled reordered throws deaf " +
			"connect connectwith disconnect list clear wifi cellular open close sendPolicy errorPolicy " +
			"subscribe send flush os hold release pin unpin drop read";
		for (const kind of wanted.split(" ")) expect(kinds.has(kind), kind).toBe(true);
		for (const within of ["changed", "completed", "told", "message", "claim", "none"])
			expect(kinds.has(`within ${within}`), within).toBe(true);
		expect(worlds.some(({ ticks }) => ticks > 0x7000_0000)).toBe(true);
		expect(worlds.some(({ fitted }) => fitted.includes("wl1"))).toBe(true);
	});

	it("changes, among two hundred, every fact of the world, to ill and to good", () => {
		const values = new Map<string, Set<string>>();
		const note = (fact: string, value: unknown) => {
			const seen = values.get(fact) ?? new Set<string>();
			values.set(fact, seen.add(`${value}`));
		};
		for (const step of worlds.flatMap(({ steps }) => steps)) {
			if (!("set" in step)) continue;
			for (const [part, change] of Object.entries(step.set))
				if (typeof change !== "object") note(part, change);
				else for (const [fact, value] of Object.entries(change)) note(`${part}.${fact}`, value);
		}
		for (const [part, facts] of Object.entries(healthy()))
			for (const fact of typeof facts === "object" ? Object.keys(facts) : [""]) {
				const name = fact === "" ? part : `${part}.${fact}`;
				expect(values.get(name)?.size ?? 0, name).toBeAtLeast(2);
			}
		expect([...(values.get("server") ?? [])].sort()).toEqual(["down", "refusing", "up"]);
		expect([...(values.get("cell0.sim") ?? [])].sort()).toEqual(["absent", "pin", "puk", "ready"]);
	});

	it("is refused with the place of the mistake when its file is damaged", () => {
		expect(() => parseWorld('{"seed": 1.5}')).toThrow(TypeError, "seed");
		const steps = '{"seed":1,"ticks":0,"heal":1,"end":2,"fitted":[],"policy":{},"steps":[{}]}';
		expect(() => parseWorld(steps)).toThrow(TypeError, "steps[0].at");
	});
});

describe("the dice", () => {
	it("draw short times as often as long ones, and both ends", () => {
		const dice = new Dice(7);
		let [short, least, most] = [0, 1_000_000, 0];
		for (let n = 0; n < 20_000; n++) {
			const drawn = dice.stretch(10, 10_240);
			if (drawn < 320) short += 1;
			[least, most] = [Math.min(least, drawn), Math.max(most, drawn)];
		}
		expect(short).toBeAtLeast(9_000);
		expect(short).toBeAtMost(11_000);
		expect(least).toBe(10);
		expect(most).toBeAtLeast(10_000);
		expect(most).toBeAtMost(10_240);
	});

	it("stretch nothing where there is no room", () => {
		expect(new Dice(1).stretch(5, 5)).toBe(5);
	});
});
