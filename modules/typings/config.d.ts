/**
 * The SDK's module `mc/config`: what the owner configured of the firmware, frozen.
 */

declare module "mc/config" {
	const config: Readonly<Record<string, unknown>>;
	export default config;
}
