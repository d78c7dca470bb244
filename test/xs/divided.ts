/** Required by mocha in `npm run test:xs`, so that Node draws as many cases as the device does. */

const { UPLINK_DRAWN_DIVISOR = "1" } = process.env;

Object.assign(globalThis, { drawnDivisor: Number(UPLINK_DRAWN_DIVISOR) });
