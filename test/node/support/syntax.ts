/**
 * What the structure's rules ask of one source text, through TypeScript's own parser: its imports,
 * the names it takes from the world around it, and where things stand.
 */

import ts from "typescript";

export interface Import {
	specifier: string;
	/** Erased by the compiler: nothing is loaded for it. */
	typeOnly: boolean;
	line: number;
}

const parsed = new Map<string, ts.SourceFile>();

/** Parsed once for all the rules. */
export function parse(path: string, text: string): ts.SourceFile {
	const before = parsed.get(path);
	if (before?.text === text) return before;
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
	parsed.set(path, source);
	return source;
}

export function lineOf(source: ts.SourceFile, position: number): number {
	return source.getLineAndCharacterOfPosition(position).line + 1;
}

/** Every node of a source but its comments, parents before their children. */
export function nodesOf(root: ts.Node): ts.Node[] {
	const nodes: ts.Node[] = [];
	const visit = (node: ts.Node): void => {
		nodes.push(node);
		ts.forEachChild(node, visit);
	};
	visit(root);
	return nodes;
}

function erased(clause: ts.ImportClause | undefined): boolean {
	return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** All imports and re-exports, also those of `import("…")`, as a call and as a type. */
export function importsOf(source: ts.SourceFile): Import[] {
	const imports: Import[] = [];
	const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
		if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
		imports.push({
			specifier: specifier.text,
			typeOnly,
			line: lineOf(source, specifier.getStart()),
		});
	};
	for (const node of nodesOf(source)) {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, erased(node.importClause));
		else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			add(node.argument.literal, true);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
			add(node.arguments[0], false);
	}
	return imports;
}

/** Is an identifier a name in its own right, and not the member of something or a label of data? */
function isReference(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
	if (ts.isQualifiedName(parent)) return parent.right !== node;
	if (ts.isBindingElement(parent)) return parent.propertyName !== node;
	if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent))
		return parent.propertyName !== node;
	const named = ts.isPropertyAssignment(parent) || ts.isClassElement(parent);
	if (named || ts.isTypeElement(parent)) return parent.name !== node;
	return true;
}

function isDeclaration(node: ts.Identifier): boolean {
	const { parent } = node;
	return (
		(ts.isVariableDeclaration(parent) ||
			ts.isParameter(parent) ||
			ts.isBindingElement(parent) ||
			ts.isFunctionDeclaration(parent) ||
			ts.isClassDeclaration(parent) ||
			ts.isInterfaceDeclaration(parent) ||
			ts.isTypeAliasDeclaration(parent) ||
			ts.isImportSpecifier(parent) ||
			ts.isImportClause(parent)) &&
		parent.name === node
	);
}

/** The identifiers that this file takes from the world around it: names it declares nowhere. */
export function foreignNames(source: ts.SourceFile): ts.Identifier[] {
	const identifiers = nodesOf(source).filter(ts.isIdentifier);
	const own = new Set(identifiers.filter(isDeclaration).map(({ text }) => text));
	return identifiers.filter((node) => isReference(node) && !own.has(node.text));
}

/** The name of the innermost function or method around a node that has one. */
export function enclosingName(node: ts.Node): string | undefined {
	for (let at: ts.Node | undefined = node.parent; at; at = at.parent)
		if ((ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) && at.name)
			return at.name.getText();
	return undefined;
}

/** The titles a test source gives to `describe` and `it`; a template as it stands in the source. */
export function titlesOf(source: ts.SourceFile): string[] {
	const titles: string[] = [];
	for (const node of nodesOf(source)) {
		if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) continue;
		const [title] = node.arguments;
		if (node.expression.text !== "describe" && node.expression.text !== "it") continue;
		if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
		else if (title && ts.isTemplateExpression(title)) titles.push(title.getText().slice(1, -1));
	}
	return titles;
}
