/*
 * A module's text compiled to its image in flash. XS's parser gives byte code and names; the names
 * become identifiers of the machine it is compiled in (the root: then they take no RAM), and code and
 * string literals become the opcodes that run in place, as a device's linker leaves them.
 */

#include "xsAll.h"
#include "xsScript.h"
#include "engine.h"

/* The parser's own memory is the build machine's, not the device's. */
enum { kParserBuffer = 64 * 1024, kParserTable = 1993 };

extern void fxRemapIDs(txMachine *the, txByte *codeBuffer, txSize codeSize, txID *theIDs);

static char gError[512];

const char *engineCompileError(void)
{
	return gError;
}

/* Paths in messages are short where they can be: relative to where the program was started. */
static const char *compileShortPath(const char *path)
{
	char folder[C_PATH_MAX];
	size_t length;
	if (!getcwd(folder, sizeof folder))
		return path;
	length = strlen(folder);
	return !strncmp(path, folder, length) && path[length] == '/' ? path + length + 1 : path;
}

/* Keeps the first error: what follows is its consequence. */
static void compileReport(void *console, txString path, txInteger line, txString format, c_va_list arguments)
{
	size_t length;
	(void)console;
	if (gError[0])
		return;
	length = (size_t)snprintf(gError, sizeof gError, "%s:%d: ", path ? path : "?", (int)line);
	if (length < sizeof gError)
		vsnprintf(gError + length, sizeof gError - length, format, arguments);
}

/* tsc's source map, so that lines are those of the TypeScript. */
static void compileSourceMap(txParser *parser, FILE **file, const char *path, txString name)
{
	char map[C_PATH_MAX], original[C_PATH_MAX];
	if (!c_realpath(fxCombinePath(parser, (txString)path, name), map) || !(*file = fopen(map, "r")))
		return;
	name = NULL;
	fxParserSourceMap(parser, *file, (txGetter)fgetc, parser->flags, &name);
	fclose(*file);
	*file = NULL;
	if (parser->errorCount == 0 && name && c_realpath(fxCombinePath(parser, map, name), original))
		parser->path = fxNewParserSymbol(parser, (txString)compileShortPath(original));
}

static txScript *compileParse(txMachine *the, const char *path)
{
	txParser record, *parser = &record;
	txParserJump jump;
	FILE *volatile file = NULL;
	txScript *volatile script = NULL;
	txUnsigned flags = gEngineLimits.lines ? mxDebugFlag : 0;
	gError[0] = 0;
	fxInitializeParser(parser, the, kParserBuffer, kParserTable);
	parser->reportError = compileReport;
	parser->firstJump = &jump;
	if (c_setjmp(jump.jmp_buf) == 0) {
		txString map = NULL;
		file = fopen(path, "r");
		mxParserThrowElse(file);
		parser->origin = parser->path = fxNewParserSymbol(parser, (txString)compileShortPath(path));
		fxParserTree(parser, file, (txGetter)fgetc, flags, &map);
		fclose(file);
		file = NULL;
		if (map)
			compileSourceMap(parser, (FILE **)&file, path, map);
		fxParserHoist(parser);
		fxParserBind(parser);
		script = fxParserCode(parser);
	}
	if (file)
		fclose(file);
	if (!script && !gError[0])
		snprintf(gError, sizeof gError, "%s: %s", compileShortPath(path), strerror(parser->error));
	if (script && parser->errorCount) {
		fxDeleteScript(script);
		script = NULL;
	}
	fxTerminateParser(parser);
	return script;
}

static void compileInPlace(txByte *code, txSize size)
{
	txByte *end = code + size;
	while (code < end) {
		txU1 *opcode = (txU1 *)code;
		txS1 step = gxCodeSizes[*opcode];
		switch (*opcode) {
		case XS_CODE_CODE_1: *opcode = XS_CODE_CODE_ARCHIVE_1; break;
		case XS_CODE_CODE_2: *opcode = XS_CODE_CODE_ARCHIVE_2; break;
		case XS_CODE_CODE_4: *opcode = XS_CODE_CODE_ARCHIVE_4; break;
		case XS_CODE_STRING_1: *opcode = XS_CODE_STRING_ARCHIVE_1; break;
		case XS_CODE_STRING_2: *opcode = XS_CODE_STRING_ARCHIVE_2; break;
		case XS_CODE_STRING_4: *opcode = XS_CODE_STRING_ARCHIVE_4; break;
		default: break;
		}
		if (step > 0)
			code += step;
		else if (step == 0)
			code += 1 + sizeof(txID);
		else if (step == -1)
			code += 2 + opcode[1];
		else if (step == -2) {
			txU2 length;
			code++;
			mxDecode2(code, length);
			code += length;
		}
		else {
			txS4 length;
			code++;
			mxDecode4(code, length);
			code += length;
		}
	}
}

static void compileLink(txMachine *the, Module module, txScript *script)
{
	txByte *names = script->symbolsBuffer;
	txID count, index, *identifiers;
	module->symbols = names;
	module->symbolsSize = (uint32_t)script->symbolsSize;
	module->code = script->codeBuffer;
	module->codeSize = script->codeSize;
	mxDecode2(names, count);
	identifiers = c_calloc(count, sizeof *identifiers);
	for (index = 1; index < count; index++) {
		identifiers[index] = fxNewNameX(the, (txString)names);
		names += mxStringLength((char *)names) + 1;
	}
	fxRemapIDs(the, script->codeBuffer, script->codeSize, identifiers);
	c_free(identifiers);
	compileInPlace(script->codeBuffer, script->codeSize);
	c_free(script);
}

bool engineCompile(txMachine *the, Module module)
{
	txScript *script;
	if (module->code)
		return true;
	script = compileParse(the, module->path);
	if (!script)
		return false;
	compileLink(the, module, script);
	return true;
}
