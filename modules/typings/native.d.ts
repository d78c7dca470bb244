/**
 * C functions in TypeScript, as XS binds them: the SDK's compiler takes these calls for its own
 * syntax when the argument is one literal, so it always is. A class with memory of its own extends
 * `Native` of its destructor, and each method's body is one call.
 *
 *   class Probe extends Native("xs_probe_destructor") {
 *     constructor(options: object) { super(); native("xs_probe_constructor").call(this, options); }
 *     close(): void { return native("xs_probe_close").call(this); }
 *   }
 */

interface NativeFunction {
	call<Result>(receiver: unknown, ...rest: unknown[]): Result;
}

declare function native(name: string): NativeFunction;

declare function Native(destructor: string): new () => object;

/** The device's debug line. */
declare function trace(...words: unknown[]): void;
