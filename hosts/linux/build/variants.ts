/**
 * The ways the host is built, each in a folder of its own under `build/linux`.
 *
 *   64        the host, and a gateway that one can use
 *   32        slots and pointers of a device's size: the memory figures are the device's
 *   asan64    stops at the first wrong access or undefined step of what is not XS's
 *   stress64  collects and compacts at every allocation: what C forgot to keep is gone at once
 */

export interface Variant {
	flags: readonly string[];
	/** For XS's own sources besides: it reads byte code unaligned and strings by whole words, on purpose. */
	engine?: readonly string[];
	/** Debian's package without which the compiler cannot make it. */
	package: string;
}

const SANITIZED = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"];

/** Doubles as every other machine computes them, and time beyond 2038. */
const HALF = ["-m32", "-msse2", "-mfpmath=sse", "-D_FILE_OFFSET_BITS=64", "-D_TIME_BITS=64"];

export const VARIANTS: Readonly<Record<string, Variant>> = {
	"64": { flags: ["-m64"], package: "gcc" },
	"32": { flags: HALF, package: "gcc-multilib" },
	asan64: {
		flags: ["-m64", ...SANITIZED, "-fno-omit-frame-pointer"],
		engine: ["-fno-sanitize=all"],
		package: "libasan8 libubsan1",
	},
	stress64: { flags: ["-m64", "-DmxStress=1"], package: "gcc" },
	stress32: { flags: [...HALF, "-DmxStress=1"], package: "gcc-multilib" },
};

/** Built when none is asked for. */
export const STANDARD: readonly string[] = ["64", "32"];
