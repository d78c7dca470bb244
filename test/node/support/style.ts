/**
 * The house rules that a machine can check: sizes, openings, and syntax that does not erase. Each is
 * a function from files to what breaks it, as in `structure.ts`.
 */

import ts from "typescript";
import type { Files } from "./files.js";
import { lineOf, nodesOf, parse } from "./syntax.js";

/** House style says near 300 and near 40; these are where near ends. */
const LINES_MAX = 320;
const FUNCTION_LINES_MAX = 60;

function texts(files: Files): { path: string; text: string }[] {
	return files.sources.map((path) => ({ path, text: files.read(path) ?? "" }));
}

export function shortFiles(files: Files): string[] {
	return texts(files)
		.map(({ path, text }) => ({ path, lines: text.replace(/\n$/, "").split("\n").length }))
		.filter(({ lines }) => lines > LINES_MAX)
		.map(({ path, lines }) => `${path}:${LINES_MAX + 1}: ${lines} lines, at most ${LINES_MAX}`);
}

/** A `describe` is a chapter and not a function to be read at once. */
function isChapter(node: ts.Node): boolean {
	const { parent } = node;
	return ts.isCallExpression(parent) && parent.expression.getText() === "describe";
}

export function shortFunctions(files: Files): string[] {
	const found: string[] = [];
	for (const { path, text } of texts(files)) {
		const source = parse(path, text);
		for (const node of nodesOf(source)) {
			if (!ts.isFunctionLike(node) || isChapter(node)) continue;
			const first = lineOf(source, node.getStart());
			const lines = lineOf(source, node.getEnd()) - first + 1;
			if (lines > FUNCTION_LINES_MAX)
				found.push(`${path}:${first}: a function of ${lines} lines, at most ${FUNCTION_LINES_MAX}`);
		}
	}
	return found;
}

export function opened(files: Files): string[] {
	return texts(files)
		.filter(({ text }) => !text.startsWith("/**"))
		.map(({ path }) => `${path}:1: does not open by saying what it is`);
}

/** Marks of work not done, spelled so that this file has none. */
const UNFINISHED = /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/;

export function finished(files: Files): string[] {
	return texts(files).flatMap(({ path, text }) =>
		text
			.split("\n")
			.map((line, index) => ({ mark: UNFINISHED.exec(line)?.[0], at: index + 1 }))
			.filter(({ mark }) => mark !== undefined)
			.map(({ mark, at }) => `${path}:${at}: ${mark}`),
	);
}

function inerasable(node: ts.Node): string | undefined {
	if (ts.isEnumDeclaration(node)) return "an enum";
	if (ts.isDecorator(node)) return "a decorator";
	if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent))
		return "a parameter property";
	return undefined;
}

/** Syntax that is more than types: what remains must be JavaScript as it was written. */
export function erasable(files: Files): string[] {
	const found: string[] = [];
	for (const { path, text } of texts(files)) {
		const source = parse(path, text);
		for (const node of nodesOf(source)) {
			const what = inerasable(node);
			if (what) found.push(`${path}:${lineOf(source, node.getStart())}: ${what}`);
		}
	}
	return found;
}

/** A test that runs alone hides every other. */
export function together(files: Files): string[] {
	const found: string[] = [];
	for (const { path, text } of texts(files)) {
		const source = parse(path, text);
		for (const node of nodesOf(source))
			if (
				ts.isPropertyAccessExpression(node) &&
				/^(describe|it)\.(only|skip)$/.test(node.getText())
			)
				found.push(`${path}:${lineOf(source, node.getStart())}: ${node.getText()}`);
	}
	return found;
}
