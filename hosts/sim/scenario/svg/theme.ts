/**
 * How the picture looks: measures, colours and patterns. Colours are from Okabe and Ito's palette,
 * which the colour-blind can tell apart; each phase has a pattern or shape as well. The card has a
 * background of its own, so it reads on light and on dark pages.
 */

import { element } from "./elements.js";

/** Pixels; at 900 the smallest text is still legible in a README. */
export const MEASURES = {
	width: 900,
	left: 92,
	right: 880,
	margin: 20,
	/** One row of event labels. */
	row: 15,
	bar: 18,
	/** From one interface's lane to the next. */
	lane: 52,
	label: 11,
} as const;

export const STYLE = `
text{font-family:"Helvetica Neue",Helvetica,Arial,"DejaVu Sans",sans-serif;font-size:11px;fill:#24292f}
.title{font-size:18px;font-weight:600}
.about{font-size:12.5px;fill:#57606a}
.name{font-size:13px;font-weight:600}
.minor{font-size:11.5px;fill:#57606a}
.axis{font-size:11px;fill:#57606a}
.halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.bad{fill:#b3400b}.good{fill:#006b4f}.server-text{fill:#8a2f06;font-weight:600}
.inside{fill:#fff;font-weight:600}
.grid{stroke:#eaeef2;stroke-width:1;fill:none}
.base{stroke:#c9d1d9;stroke-width:1;fill:none}
.leader{stroke:#afb8c1;stroke-width:1;fill:none}
.route{stroke:#0b3d2e;stroke-width:3.5;fill:none;stroke-linecap:butt}
.move{stroke:#0b3d2e;stroke-width:1.5;stroke-dasharray:3 2.5;fill:none}
.station{fill:#fff;stroke:#0b3d2e;stroke-width:2}
.card{fill:#fff;stroke:#d0d7de}
.up{fill:#c3e7da;stroke:#4fb597}
.climbing{fill:url(#climbing);stroke:#3b97cf}
.waiting{fill:url(#waiting);stroke:#d98a5f}
.stopping{fill:#e2e5e9;stroke:#a8b0b9}
.connected{fill:#00835f;stroke:#00553d}
.suspect{fill:url(#suspect);stroke:#a86f00}
.opening{fill:url(#opening);stroke:#4fb597}
.trial{fill:url(#opening);stroke:#00553d;stroke-width:1.5}
.server-up{fill:#d7dde3}
.server-down,.server-ground{fill:#c24f00}
.server-refusing{fill:url(#refusing);stroke:#d55e00}
.off{fill:url(#off)}
.tick{stroke:#3d4752;stroke-width:1;fill:none}
.again{stroke:#d55e00;stroke-width:1.6;fill:none}
.world{fill:#57606a}.call{fill:#24292f}.callback{fill:#fff;stroke:#24292f;stroke-width:1.5}
.callback-bad{fill:#d55e00}.callback-good{fill:#00835f}
`.trim();

/** Diagonal stripes or dots, as a fill. */
function pattern(id: string, ground: string, ink: string, shape: "stripes" | "dots", size = 6) {
	const mark =
		shape === "stripes"
			? element("rect", { width: size / 2, height: size, fill: ink })
			: element("circle", { cx: size / 2, cy: size / 2, r: 1, fill: ink });
	return element(
		"pattern",
		{
			id,
			width: size,
			height: size,
			patternUnits: "userSpaceOnUse",
			patternTransform: shape === "stripes" ? "rotate(45)" : undefined,
		},
		element("rect", { width: size, height: size, fill: ground }),
		mark,
	);
}

export function definitions(): string {
	return element(
		"defs",
		{},
		pattern("climbing", "#e3f1fa", "#a5d3ef", "stripes", 7),
		pattern("waiting", "#fdf1ea", "#dd9a74", "dots", 5),
		pattern("suspect", "#ffe2a0", "#e69f00", "stripes", 6),
		pattern("opening", "#c3e7da", "#7fcbb3", "stripes", 5),
		pattern("refusing", "#fdeee5", "#e88a4c", "stripes", 5),
		pattern("off", "#eceff2", "#d9dee4", "stripes", 8),
	);
}
