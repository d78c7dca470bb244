/** What ConnectionManager can be told, and what it does untold (docs/impos.md, F1 and F2). */

import { RETURN_ON_ERROR, WAIT_TIL_SENT } from "../../modules/imp/index.js";

export const CM_BLINK_ALWAYS = 0;
export const CM_BLINK_NEVER = 1;
export const CM_BLINK_ON_CONNECT = 2;
export const CM_BLINK_ON_DISCONNECT = 3;
export const CM_START_NO_ACTION = 0;
export const CM_START_CONNECTED = 1;
export const CM_START_DISCONNECTED = 2;
/** Seconds that `disconnect` lets the outbox empty. */
export const CM_FLUSH_TIMEOUT = 30;

export interface ConnectionManagerSettings {
	startBehavior?: number;
	stayConnected?: boolean;
	retryOnTimeout?: boolean;
	blinkupBehavior?: number;
	/** Seconds. */
	checkTimeout?: number;
	connectTimeout?: number;
	errorPolicy?: number;
	waitPolicy?: number;
	ackTimeout?: number;
}

export const DEFAULTS: Required<ConnectionManagerSettings> = {
	startBehavior: CM_START_NO_ACTION,
	stayConnected: false,
	retryOnTimeout: true,
	blinkupBehavior: CM_BLINK_ON_DISCONNECT,
	checkTimeout: 5,
	connectTimeout: 60,
	errorPolicy: RETURN_ON_ERROR,
	waitPolicy: WAIT_TIL_SENT,
	ackTimeout: 1,
};
