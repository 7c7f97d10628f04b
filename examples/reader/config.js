// Where the site is whose API is read. It must name this page's origin in CORS_ORIGINS,
// or this page in HEADLESS_SITE_URL (then with /# at its end).
export const SITE = "http://127.0.0.1:8000";
