/** Injection token of the PlatformSource; what answers a request has `request.platform`. */
export const PLATFORM = Symbol('platform');
