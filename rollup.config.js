// The package's entries, bundled from what tsc compiled; their types from the sources.
import resolve from "@rollup/plugin-node-resolve";
import { dts } from "rollup-plugin-dts";

const ENTRIES = {
	uplink: "modules/index",
	imp: "modules/imp/index",
	sim: "hosts/sim/index",
};

const input = (folder, suffix) =>
	Object.fromEntries(
		Object.entries(ENTRIES).map(([name, path]) => [name, `${folder}${path}${suffix}`]),
	);

export default [
	{
		input: input("build/", ".js"),
		output: { dir: "dist", format: "es", chunkFileNames: "shared-[hash].js" },
		plugins: [resolve()],
	},
	{
		input: input("", ".ts"),
		output: { dir: "dist", format: "es", chunkFileNames: "shared-[hash].d.ts" },
		plugins: [dts({ tsconfig: "tsconfig.json" })],
	},
];
