/**
 * The edge where a file becomes typed values: each reader takes a value with its path in
 * the file and answers with what it promises, or says which place is wrong and what was expected.
 */

import type { Milliseconds } from "../../../modules/uplink/core/types.js";
import { readTime } from "./durations.js";

/** The one error of a file a person gave; its message begins with the path of the mistake. */
export class FileError extends Error {
	override readonly name = "FileError";
}

export function wrong(path: string, problem: string): never {
	throw new FileError(path === "" ? problem : `${path}: ${problem}`);
}

export type Fields = Readonly<Record<string, unknown>>;

/** The path of a member; `""` is the file itself. */
export function under(path: string, key: string): string {
	return path === "" ? key : `${path}.${key}`;
}

/** An object of any keys. */
export function readTable(value: unknown, path: string): Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Fields)
		: wrong(path, "expected an object");
}

/** An object with none but known keys. */
export function readFields<Key extends string>(
	value: unknown,
	path: string,
	known: readonly Key[],
): Readonly<Partial<Record<Key, unknown>>> {
	const fields = readTable(value, path);
	const odd = Object.keys(fields).find((key) => !(known as readonly string[]).includes(key));
	return odd === undefined
		? (fields as Partial<Record<Key, unknown>>)
		: wrong(under(path, odd), "unknown key");
}

export function readList(value: unknown, path: string, longest: number): readonly unknown[] {
	if (!Array.isArray(value)) return wrong(path, "expected an array");
	if (value.length > longest) return wrong(path, `expected at most ${longest} elements`);
	return value;
}

export function readText(value: unknown, path: string): string {
	if (typeof value !== "string") return wrong(path, "expected a string");
	if (value.length > 10_000) return wrong(path, "expected at most 10000 characters");
	return value;
}

export function readTexts(value: unknown, path: string): string[] {
	return readList(value, path, 1_000).map((each, index) => readText(each, `${path}[${index}]`));
}

export function readBoolean(value: unknown, path: string): boolean {
	return typeof value === "boolean" ? value : wrong(path, "expected true or false");
}

export function readInteger(value: unknown, path: string, least: number, most: number): number {
	if (typeof value !== "number") return wrong(path, "expected a number");
	if (!Number.isInteger(value) || value < least || value > most)
		return wrong(path, `expected an integer from ${least} to ${most}`);
	return value;
}

export function readChoice<Choice extends string>(
	value: unknown,
	path: string,
	choices: readonly Choice[],
): Choice {
	const found = choices.find((choice) => choice === value);
	return (
		found ?? wrong(path, `expected one of ${choices.map((choice) => `"${choice}"`).join(", ")}`)
	);
}

export function readMoment(value: unknown, path: string): Milliseconds {
	return readTime(value) ?? wrong(path, 'expected a time such as "1m30s"');
}

/** The value that a file's text says in JSON. */
export function parseText(text: string, path = ""): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		return wrong(path, `not JSON: ${error instanceof Error ? error.message : error}`);
	}
}
